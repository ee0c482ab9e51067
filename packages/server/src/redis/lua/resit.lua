-- The session's shard began anew, and a chat elsewhere still has its seat. ARGV: 7 conn, 8 chat, 9 ticket, 10 partner, 11 since when
-- it is there: the wish is as old at least, and may be made again after a no-show.
if fencedBy(ARGV[7]) or s.chat ~= '' or s.pool ~= '' then return answer('elsewhere') end
if indexOf(s.used, ARGV[9]) or indexOf(s.ended, ARGV[8]) then return answer('elsewhere') end
s.chat, s.ticket, s.partner = ARGV[8], ARGV[9], ARGV[10]
s.wish, s.since = ARGV[9], tonumber(ARGV[11])
keep()
return answer('sits')
