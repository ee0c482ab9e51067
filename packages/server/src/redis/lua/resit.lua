-- The session's shard began anew, and a chat elsewhere still has its seat. ARGV: 7 conn, 8 chat, 9 ticket, 10 partner.
if fencedBy(ARGV[7]) or s.chat ~= '' or s.pool ~= '' then return answer('elsewhere') end
if indexOf(s.used, ARGV[9]) or indexOf(s.ended, ARGV[8]) then return answer('elsewhere') end
s.chat, s.ticket, s.partner, s.wish = ARGV[8], ARGV[9], ARGV[10], ARGV[9]
keep()
return answer('sits')
