-- What the session waits for, or sits in. ARGV: 7 conn.
local fenced = fencedBy(ARGV[7])
if fenced then return answer('fenced', fenced) end
return answer('known', s.pool, s.wish, s.chat, s.chat ~= '' and s.ticket or '', s.node)
