-- What a member does to its seat, beside talking. KEYS: 2 record, 3 log. ARGV: 9 deed, 10 sid, 11 conn, 12 what the deed needs.
local deed, conn = ARGV[9], ARGV[11]
local c = open(KEYS[2], KEYS[3])
local seat = c and seatOf(c, ARGV[10])
if not seat then return answer('unknown') end

-- A newer claim takes its seats along, and a session that is gone is waited for no more: no connection asks for that.
if deed == 'follow' then
  if seat.gone or tonumber(conn) >= tonumber(seat.conn) then
    seat.conn, seat.node, seat.gone = conn, ARGV[12], nil
    put(KEYS[2], KEYS[3], c)
  end
  return answer(c.ended and 'ended' or 'live', c.reason or '')
end
if deed == 'strand' or deed == 'revive' then
  -- Only those that were taken for lost are there again: others were away before.
  if seat.node == ARGV[12] and (deed == 'strand' and seat.present or deed == 'revive' and seat.stranded) then
    seat.stranded = deed == 'strand' or nil
    setPresent(c, seat, deed == 'revive')
    put(KEYS[2], KEYS[3], c)
  end
  return answer('done')
end
if deed ~= 'waive' and fenced(seat, conn) then return answer('fenced', seat.conn) end

if deed == 'attach' then
  seat.stranded = nil
  setPresent(c, seat, true)
  put(KEYS[2], KEYS[3], c)
  return answer('attached', view(c), entriesAfter(c, KEYS[3], tonumber(ARGV[12])))
elseif deed == 'confirm' then
  confirm(c, KEYS[3], seat, tonumber(ARGV[12]))
elseif deed == 'present' then
  setPresent(c, seat, ARGV[12] == '1')
elseif deed == 'look' then
  local away = ARGV[12] == '1'
  if seat.away ~= away and not c.ended then
    seat.away = away
    if seat.present then tellPresence(c, seat) end
  end
elseif deed == 'forsake' or deed == 'waive' then
  seat.forsaken = true
  -- The session has forgotten the chat, too.
  if deed == 'waive' then seat.gone = true end
  trim(c, KEYS[3])
end
local sids = {}
if settle(c, KEYS[2], KEYS[3]) then
  for i, member in ipairs(c.seats) do sids[i] = member.sid end
end
return answer('done', sids)
