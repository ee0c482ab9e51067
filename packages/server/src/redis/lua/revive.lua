-- The node of a session was taken for lost and isn't. ARGV: 7 sid, 8 node.
if not s or s.node ~= ARGV[8] then return answer('elsewhere', '') end
redis.call('zrem', prefix .. 'lost', ARGV[7])
s.lost = nil
redis.call('sadd', prefix .. 'on:' .. ARGV[8], ARGV[7])
lasts(prefix .. 'on:' .. ARGV[8])
keep()
return answer('alive', s.chat)
