-- A match whose chat is over is forgotten: its ticket may look again. ARGV: 7 pool, 8 session, 9 ticket, 10 chat.
local match = redis.call('get', matchKey(ARGV[8], ARGV[9]))
if match and cjson.decode(match).chat == ARGV[10] then redis.call('del', matchKey(ARGV[8], ARGV[9])) end
return answer('forgotten')
