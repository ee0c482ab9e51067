-- The node of a session is lost. ARGV: 7 sid, 8 node, 9 until when it may come back (ms).
if not s or s.node ~= ARGV[8] then
  redis.call('srem', prefix .. 'on:' .. ARGV[8], ARGV[7])
  return answer('elsewhere')
end
redis.call('zadd', prefix .. 'lost', ARGV[9], ARGV[7])
s.lost = tonumber(ARGV[9])
keep()
return answer('stranded', s.pool, s.wish, s.chat)
