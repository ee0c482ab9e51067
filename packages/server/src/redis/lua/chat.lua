-- What scripts about a chat share. Its record: `made` (JSON that never changes), seats, top, len and bytes of the log, the time of
-- the last entry, the offset of the end and when it was written, since when nobody is present. An item of the log is
-- "bytes seat n entry", the entry as JSON. ARGV: 7 how long an ended chat is kept, 8 a live one in which nobody is present (ms).
local ENDED_MS, ORPHAN_MS = tonumber(ARGV[7]), tonumber(ARGV[8])
-- A live chat that nobody even looked at for so long, though its members' servers do at every beat: they are gone, all of them.
local LIVE_MS = 20 * 60 * 1000
-- Longer than a match is remembered: a late repeat must not open it again.
local TOMB_MS = 180000
local ENTRY_BYTES = 64

-- Goes by Redis' own clock as well, in case no node ever asks again: an ended one, one that everybody left, and one that not
-- everybody has come to.
local function lifeOf(c)
  if c.ended then return ENDED_MS + 10000 end
  if c.alone then return ORPHAN_MS + 10000 end
  for _, seat in ipairs(c.seats) do
    if not seat.confirmed then return ORPHAN_MS + 10000 end
  end
  return LIVE_MS
end

-- The log goes with its record.
local function put(key, log, c)
  local life = lifeOf(c)
  save(key, c, life)
  redis.call('pexpire', log, string.format('%d', life))
end

local function drop(c, key, log)
  redis.call('del', log)
  save(key, { over = true }, TOMB_MS)
  c.over = true
end

-- The chat, unless it never was, is over or has outlived its time.
local function open(key, log)
  local c = load(key)
  if not c or c.over then return nil end
  local isOver = c.ended and now - c.endedAt >= ENDED_MS or not c.ended and c.alone and now - c.alone >= ORPHAN_MS
  if isOver then
    drop(c, key, log)
    return nil
  end
  return c
end

local function seatOf(c, sid)
  for _, seat in ipairs(c.seats) do
    if seat.sid == sid then return seat end
  end
end
-- By any other number than the seat's; of a session that is gone, by every one.
local function fenced(seat, conn) return seat.gone or tonumber(seat.conn) ~= tonumber(conn) end

local function tellOthers(c, seat, make)
  for _, other in ipairs(c.seats) do
    if other ~= seat and not other.forsaken then push(other.node, make(quote(other.sid))) end
  end
end
local function tellEntry(c, seat, entry)
  tellOthers(c, seat, function(sid)
    return '{"type":"entry","sid":' .. sid .. ',"chat":' .. quote(c.id) .. ',"entry":' .. entry .. '}'
  end)
end

-- The log's time never runs back. `more` is what only the author sees.
local function append(c, log, seat, n, body, bytes, more)
  c.at = math.max(c.at, now)
  c.top, c.len, c.bytes = c.top + 1, c.len + 1, c.bytes + bytes
  local entry = '{"offset":' .. c.top .. ',"seat":' .. seat .. ',"at":' .. string.format('%.0f', c.at)
    .. ',"body":' .. body .. more .. '}'
  redis.call('rpush', log, bytes .. ' ' .. seat .. ' ' .. n .. ' ' .. entry)
  return entry
end

local function entryIn(item) return string.match(item, '^%d+ %-?%d+ %d+ (.*)$') end

local function seenByAll(c)
  local lowest = c.top
  for _, seat in ipairs(c.seats) do
    if not seat.forsaken and seat.seen < lowest then lowest = seat.seen end
  end
  return lowest
end

-- Forgets what all hold.
local function trim(c, log)
  local count = seenByAll(c) - (c.top - c.len)
  if count <= 0 then return end
  for _, item in ipairs(redis.call('lrange', log, 0, count - 1)) do
    c.bytes = c.bytes - tonumber(string.match(item, '^%d+'))
  end
  redis.call('ltrim', log, count, -1)
  c.len = c.len - count
end

local function confirm(c, log, seat, seen)
  seat.confirmed = true
  seat.seen = math.max(seat.seen, math.min(seen, c.top))
  trim(c, log)
end

-- Writes it back, or drops it if everybody who may still come has confirmed its end. Answers whether it is gone.
local function settle(c, key, log)
  if c.ended and seenByAll(c) >= c.ended then
    drop(c, key, log)
    return true
  end
  put(key, log, c)
  return false
end

-- `by` is whose doing it is, nothing for nobody's; the caller isn't told by a push.
local function finish(c, log, reason, by, caller)
  local body = '{"kind":"end","reason":"' .. reason .. '"' .. (by and ',"by":' .. by or '') .. '}'
  local entry = append(c, log, -1, 0, body, ENTRY_BYTES, '')
  c.ended, c.endedAt, c.reason = c.top, now, reason
  tellEntry(c, caller, entry)
  return entry
end

local function tellPresence(c, seat)
  tellOthers(c, seat, function(sid)
    return '{"type":"presence","sid":' .. sid .. ',"chat":' .. quote(c.id) .. ',"seat":' .. seat.seat
      .. ',"present":' .. tostring(seat.present) .. (seat.present and seat.away and ',"away":true' or '') .. '}'
  end)
end

local function setPresent(c, seat, present)
  if seat.present == present then return end
  seat.present = present
  tellPresence(c, seat)
  local somebody = false
  for _, member in ipairs(c.seats) do somebody = somebody or member.present end
  c.alone = not somebody and now or nil
end

-- The record as JSON: what never changes beside what does.
local function view(c)
  local seats = {}
  for i, seat in ipairs(c.seats) do
    seats[i] = '{"card":' .. seat.card .. ',"conn":' .. seat.conn .. ',"node":' .. quote(seat.node)
      .. ',"present":' .. tostring(seat.present) .. ',"away":' .. tostring(seat.away)
      .. ',"confirmed":' .. tostring(seat.confirmed) .. ',"accepted":' .. seat.accepted .. ',"seen":' .. seat.seen .. '}'
  end
  return '{"made":' .. c.made .. ',"top":' .. c.top .. ',"first":' .. (c.top - c.len + 1)
    .. ',"ended":' .. tostring(c.ended and true or false) .. ',"seats":[' .. table.concat(seats, ',') .. ']}'
end

local function entriesAfter(c, log, offset)
  local from = math.max(0, offset - (c.top - c.len))
  if from >= c.len then return '[]' end
  local entries = redis.call('lrange', log, string.format('%d', from), -1)
  for i, item in ipairs(entries) do entries[i] = entryIn(item) end
  return '[' .. table.concat(entries, ',') .. ']'
end
