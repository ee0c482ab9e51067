-- The connection speaks through another node from now on. ARGV: 7 conn, 8 node.
if fencedBy(ARGV[7]) or s.node == ARGV[8] then return answer('still', {}) end
redis.call('srem', prefix .. 'on:' .. s.node, s.sid)
redis.call('sadd', prefix .. 'on:' .. ARGV[8], s.sid)
lasts(prefix .. 'on:' .. ARGV[8])
s.node = ARGV[8]
keep()
local chats = { unpack(s.ended) }
if s.chat ~= '' then chats[#chats + 1] = s.chat end
return answer('moved', chats)
