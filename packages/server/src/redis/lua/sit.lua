-- A match seats the session. ARGV: 7 chat, 8 ticket, 9 partner.
if not s then return answer('gone') end
if s.chat == ARGV[7] then return answer('sits') end
if s.wish ~= ARGV[8] or s.chat ~= '' then return answer('elsewhere') end
s.chat, s.ticket, s.partner, s.pool = ARGV[7], ARGV[8], ARGV[9], ''
keep()
return answer('sits')
