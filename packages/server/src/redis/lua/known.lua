-- All that is known of a session: what it waits for or sits in, where it is, whose it is. ARGV: 7 conn; or none, and it is asked on
-- behalf of a lost node: then it is fenced until its time is over. 8 sid.
if ARGV[7] == '' then
  if not s or not s.lost then redis.call('zrem', prefix .. 'lost', ARGV[8]) end
  if not s or not s.lost or s.lost > now then return answer('fenced', '0') end
else
  local fenced = fencedBy(ARGV[7])
  if fenced then return answer('fenced', fenced) end
end
return answer('known', s.pool, s.wish, s.chat, s.chat ~= '' and s.ticket or '', s.node, s.ended, s.conn, s.identity)
