-- Takes a ticket out, unless it was matched meanwhile. ARGV: 7 pool, 8 session, 9 ticket.
local match = redis.call('get', matchKey(ARGV[8], ARGV[9]))
if match then return answer('matched', match) end
local t = ticketOf(ARGV[8])
if t and t.id == ARGV[9] then remove(t) end
return answer('left')
