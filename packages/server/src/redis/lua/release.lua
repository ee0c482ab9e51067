-- Forgets a session, which has left everything by now. ARGV: 7 conn.
local fenced = fencedBy(ARGV[7])
if fenced then return answer('fenced', fenced) end
redis.call('del', KEYS[2])
redis.call('srem', prefix .. 'on:' .. s.node, s.sid)
redis.call('zrem', prefix .. 'lost', s.sid)
return answer('released')
