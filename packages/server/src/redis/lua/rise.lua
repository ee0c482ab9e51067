-- The session's chat is over. ARGV: 7 chat, 8 whether its ticket may be entered again.
if not s or s.chat ~= ARGV[7] then return answer('elsewhere', '') end
s.chat = ''
if ARGV[8] ~= '1' then
  retire(s.ticket)
  -- A partner met again moves to the end of the memory instead of taking a second place in it.
  local known = indexOf(s.recent, s.partner)
  if known then table.remove(s.recent, known) end
  table.insert(s.recent, s.partner)
  if #s.recent > RECENT then table.remove(s.recent, 1) end
end
table.insert(s.ended, ARGV[7])
local older = #s.ended > ENDED and table.remove(s.ended, 1) or ''
keep()
return answer('free', older)
