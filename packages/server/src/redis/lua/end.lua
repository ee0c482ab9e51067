-- Ends a chat, once. KEYS: 2 record, 3 log. ARGV: 9 sid, 10 conn, or none for a session that is nowhere; 11 reason; or none, and the
-- session goes: the reason is whichever of `left` and `lost` is true of its seat, which is waited for no more.
local c = open(KEYS[2], KEYS[3])
local seat = c and seatOf(c, ARGV[9])
if not seat then return answer('unknown') end
local isGone, reason = ARGV[11] == '', ARGV[11]
-- A seat that never followed its session goes with it all the same; one that a newer claim took along stays.
local function isAnothers()
  if not isGone or seat.gone then return fenced(seat, ARGV[10]) end
  return tonumber(seat.conn) > tonumber(ARGV[10])
end
if ARGV[10] ~= '' and isAnothers() then return answer('fenced', seat.conn) end

-- Whose doing each is, and whether it is true: a member may have come back, or confirmed, while the end was on its way.
local function whoIsnt(what)
  for _, member in ipairs(c.seats) do
    if not member[what] then return member.seat end
  end
end
local entry
if c.ended then
  reason = c.reason
  -- Nothing follows an end, so it is the last one there.
  local last = redis.call('lindex', KEYS[3], -1)
  entry = last and entryIn(last)
else
  if reason == '' then reason = seat.present and 'left' or 'lost' end
  local by
  if reason == 'left' then
    by = seat.seat
  elseif reason == 'lost' or reason == 'no_show' then
    by = whoIsnt(reason == 'lost' and 'present' or 'confirmed')
    if not by then return answer('kept', view(c)) end
  end
  entry = finish(c, KEYS[3], reason, by, seat)
end
if isGone then
  seat.forsaken, seat.gone = true, true
  trim(c, KEYS[3])
end
local sids = {}
for i, member in ipairs(c.seats) do sids[i] = member.sid end
local isOver = settle(c, KEYS[2], KEYS[3])
return answer('ended', entry or '', sids, reason, isOver and 1 or 0)
