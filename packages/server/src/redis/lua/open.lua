-- Opens the log of a match, once. KEYS: 2 record, 3 log. ARGV: 9 id, 10 what never changes (JSON), 11 the first entry's body or
-- nothing, 12 its bytes; from 13 on for each seat: sid, conn, node, card (JSON).
local c = load(KEYS[2])
if c and c.over then return answer('over') end
if c then
  c = open(KEYS[2], KEYS[3])
  return c and answer('known', view(c)) or answer('over')
end
c = { id = ARGV[9], made = ARGV[10], seats = {}, top = 0, len = 0, bytes = 0, at = 0 }
for i = 13, #ARGV, 4 do
  c.seats[#c.seats + 1] = {
    seat = #c.seats, sid = ARGV[i], conn = ARGV[i + 1], node = ARGV[i + 2], card = ARGV[i + 3],
    present = true, away = false, confirmed = false, forsaken = false, accepted = 0, seen = 0,
  }
end
if ARGV[11] ~= '' then
  append(c, KEYS[3], 0, 1, ARGV[11], tonumber(ARGV[12]), ',"n":1')
  c.seats[1].accepted = 1
end
put(KEYS[2], KEYS[3], c)
return answer('made', view(c))
