-- Makes a wish. ARGV: 7 conn, 8 ticket, 9 since, 10 pool, 11 a ticket's life (ms), 12 whether the former has been withdrawn.
local fenced = fencedBy(ARGV[7])
if fenced then return answer('fenced', fenced) end
local ticket, pool = ARGV[8], ARGV[10]
if s.chat ~= '' then return answer('chat', s.chat, s.ticket) end
if indexOf(s.used, ticket) then return answer('used') end
-- Whoever may be matched already is asked for first: nothing is forgotten before it is out of its queues.
if s.pool ~= '' and (s.wish ~= ticket or s.pool ~= pool) and ARGV[12] ~= '1' then
  return answer('elsewhere', s.pool, s.wish)
end
local since = tonumber(ARGV[9])
if s.wish == ticket then since = math.min(since, s.since) elseif s.wish ~= '' then retire(s.wish) end
local isOver = now - since >= tonumber(ARGV[11])
s.wish, s.since, s.pool = ticket, since, pool
if isOver then retire(ticket) end
keep()
if isOver then return answer('over') end
return answer('waits', string.format('%.0f', since), s.recent, s.node)
