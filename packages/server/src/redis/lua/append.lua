-- Appends sends in order, each judged by itself. KEYS: from 2 on record and log of each. ARGV: 9 entries and 10 bytes a log may
-- hold; from 11 on for each send: sid, conn, n, seen (or -1), bytes, body (JSON), why it was refused or nothing.
local END_ENTRIES, END_BYTES = 1, 128
local maxEntries, maxBytes = tonumber(ARGV[9]), tonumber(ARGV[10])

-- A repeat is of what was said last, nearly always.
local function held(c, log, seat, n)
  local items = c.len > 0 and redis.call('lrange', log, -c.len, -1) or {}
  for i = #items, 1, -1 do
    local author, number, entry = string.match(items[i], '^%d+ (%-?%d+) (%d+) (.*)$')
    if tonumber(author) == seat.seat and tonumber(number) == n then return entry end
  end
end

local function send(key, log, a)
  local sid, conn, n, seen, bytes = ARGV[a], ARGV[a + 1], tonumber(ARGV[a + 2]), tonumber(ARGV[a + 3]), tonumber(ARGV[a + 4])
  local c = open(key, log)
  local seat = c and seatOf(c, sid)
  if not seat then return 'unknown', '' end
  if fenced(seat, conn) then return 'fenced', seat.conn end
  confirm(c, log, seat, math.max(seen, 0))
  local kind, word = 'appended', ''
  if n <= seat.accepted then
    kind, word = 'duplicate', held(c, log, seat, n) or ''
  elseif c.ended then
    kind = 'ended'
  elseif n > seat.accepted + 1 then
    kind, word = 'gap', tostring(seat.accepted + 1)
  elseif c.len + 1 + END_ENTRIES > maxEntries or c.bytes + bytes + END_BYTES > maxBytes then
    kind = 'busy'
  else
    seat.accepted = n
    local why = ARGV[a + 6]
    local more = ',"n":' .. n .. (why ~= '' and ',"rejected":' .. quote(why) or '')
    word = append(c, log, seat.seat, n, ARGV[a + 5], bytes, more)
    tellEntry(c, seat, word)
  end
  return kind, word, settle(c, key, log) and c or nil
end

local answers = {}
for i = 2, #KEYS, 2 do
  local kind, word, gone = send(KEYS[i], KEYS[i + 1], 11 + (i - 2) / 2 * 7)
  local sids = {}
  if gone then
    for k, seat in ipairs(gone.seats) do sids[k] = seat.sid end
  end
  answers[#answers + 1] = { kind, word, sids }
end
return answer(answers)
