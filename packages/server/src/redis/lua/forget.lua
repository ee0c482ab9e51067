-- An ended chat is gone. ARGV: 7 chat.
local known = s and indexOf(s.ended, ARGV[7])
if known then
  table.remove(s.ended, known)
  keep()
end
return answer('forgotten')
