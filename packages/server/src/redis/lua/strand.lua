-- The node of a session is lost. ARGV: 7 sid, 8 node, 9 how long it may come back (ms).
if not s or s.node ~= ARGV[8] then
  redis.call('srem', prefix .. 'on:' .. ARGV[8], ARGV[7])
  return answer('elsewhere')
end
s.lost = now + tonumber(ARGV[9])
redis.call('zadd', prefix .. 'lost', string.format('%.0f', s.lost), ARGV[7])
keep()
return answer('stranded', s.pool, s.wish, s.chat)
