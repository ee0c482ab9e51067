-- Forgets a session. ARGV: 7 conn; or none, and it goes if its node is lost and its time is over.
if ARGV[7] == '' then
  local deadline = redis.call('zscore', prefix .. 'lost', ARGV[8])
  if not deadline or tonumber(deadline) > now then return answer('kept') end
  redis.call('zrem', prefix .. 'lost', ARGV[8])
  if not s then return answer('kept') end
else
  local fenced = fencedBy(ARGV[7])
  if fenced then return answer('fenced', fenced) end
end
redis.call('del', KEYS[2])
redis.call('srem', prefix .. 'on:' .. s.node, s.sid)
redis.call('zrem', prefix .. 'lost', s.sid)
return answer('released', s.identity, s.pool, s.wish, s.chat, s.ended)
