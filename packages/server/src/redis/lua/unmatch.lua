-- A match whose chat is over is forgotten: its ticket may look again. ARGV: 7 pool, 8 ticket, 9 chat.
local match = redis.call('get', prefix .. 'm:' .. ARGV[8])
if match and cjson.decode(match).chat == ARGV[9] then redis.call('del', prefix .. 'm:' .. ARGV[8]) end
return answer('forgotten')
