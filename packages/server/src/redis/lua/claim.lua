-- Claims a session for a connection. ARGV: 7 sid, 8 conn, 9 identity, 10 node, 11 whether it may be new.
local sid, conn, node = ARGV[7], ARGV[8], ARGV[10]
if s then
  if tonumber(conn) <= tonumber(s.conn) then return answer('fenced', s.conn) end
  push(s.node, '{"type":"superseded","sid":' .. quote(sid) .. ',"conn":' .. conn .. '}')
  redis.call('srem', prefix .. 'on:' .. s.node, sid)
elseif ARGV[11] ~= '1' then
  return answer('busy')
else
  s = { sid = sid, identity = ARGV[9], wish = '', since = 0, pool = '', chat = '', used = {}, recent = {}, ended = {} }
end
s.conn, s.node, s.lost = conn, node, nil
redis.call('sadd', prefix .. 'on:' .. node, sid)
lasts(prefix .. 'on:' .. node)
redis.call('zrem', prefix .. 'lost', sid)
keep()
return answer('claimed', s.pool, s.wish, s.chat, s.ended)
