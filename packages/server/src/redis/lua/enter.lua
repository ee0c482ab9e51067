-- Matches a ticket or lets it wait: `rules/pairing` and `memory/pool` in this engine's words; the differential test holds them
-- equal. ARGV: 7 pool, 8 session, 9 ticket, 10 conn, 11 since, 12 what is judged (JSON), 13 the card that a chat is made of (JSON),
-- 14 whom it avoids (JSON or nothing), 15 its offer or nothing, 16 the new chat's id, 17 its epoch, 18 a number in [0, 1);
-- limits: 19 life (ms), 20 tickets in the pool, 21 bytes of offers, 22 trust gap, 23 ms until a recent partner.
local sid, id, conn, since = ARGV[8], ARGV[9], ARGV[10], tonumber(ARGV[11])
local avoid, offer, dice = ARGV[14], ARGV[15], tonumber(ARGV[18])
local trustGap, recentMs = tonumber(ARGV[22]), tonumber(ARGV[23])
local LOOK_OLDEST, LOOK_ON, ONLY_YOU_LOOK = 4, 12, 32
-- Longer than any grace: until then whoever missed the match learns of it by asking again.
local MATCH_MS = 150000
-- Whoever waits looks again every few seconds. A queue that vanished keeps nothing longer: its interest may have been made up.
local HAND_MS = 60000

local function list(names)
  local set = {}
  for _, name in ipairs(names) do set[name] = true end
  return set
end
local who = cjson.decode(ARGV[12])
who.sid, who.id, who.conn, who.since, who.card = sid, id, conn, since, ARGV[13]
who.relaxed, who.avoids, who.offer = list(who.relaxed), avoid ~= '', 0

local done = redis.call('get', matchKey(sid, id))
if done then return answer('matched', done) end
prune(tonumber(ARGV[19]))
local held = ticketOf(sid)
if held and tonumber(held.conn) > tonumber(conn) then return answer('fenced', held.conn) end

-- Still in every queue it stands in; if not, it leaves them first.
local function covers(old)
  local function within(few, many)
    for _, key in ipairs(few) do
      if not indexOf(many, key) then return false end
    end
    return true
  end
  for what in pairs(old.relaxed) do
    if not who.relaxed[what] then return false end
  end
  return old.since == since and within(old.languages, who.languages) and within(old.interests, who.interests)
end

local others = tonumber(redis.call('get', prefix .. 'offers') or '0') - (held and held.offer or 0)
if offer ~= '' and others + #offer <= tonumber(ARGV[21]) then who.offer = #offer end
local stands = held and held.id == id and covers(held)
if held and not stands then remove(held) end
if stands then who.seq = held.seq end

-- A JSON list holds an identity iff it holds its quoted text.
local function names(text, identity) return string.find(text, identity, 1, true) ~= nil end
local function haveMet(a, b) return names(a.recent, b.me) or names(b.recent, a.me) end
local function fit(other)
  if other.me == who.me or names(avoid, other.me) then return 'no' end
  if other.avoids and names(redis.call('hget', avoids, other.sid) or '', who.me) then return 'no' end
  local isNear = math.abs(who.trust - other.trust) <= trustGap
  if not isNear and not (who.relaxed.trust and other.relaxed.trust) then return 'no' end
  if not haveMet(who, other) then return 'fits' end
  return now - math.max(since, other.since) >= recentMs and 'again' or 'no'
end

local best
local function judge(place, rarity)
  local other = ticketOf(sidIn(place))
  if not other then return end
  local verdict = fit(other)
  if verdict == 'no' then return end
  local isBetter = not best
  if best then
    if verdict ~= best.fit then
      isBetter = verdict == 'fits'
    elseif rarity ~= best.rarity then
      isBetter = rarity < best.rarity
    else
      isBetter = other.since < best.who.since
    end
  end
  if isBetter then best = { fit = verdict, rarity = rarity, who = other } end
end

-- Where the last look into a queue stopped.
local function handKey(queue) return prefix .. 'h:' .. string.sub(queue, #prefix + #'q:' + 1) end

-- The oldest, and some more from there.
local function look(queue, size, rarity)
  local isShort = size <= LOOK_OLDEST + LOOK_ON
  local oldest = redis.call('zrange', queue, 0, isShort and -1 or LOOK_OLDEST - 1)
  for _, place in ipairs(oldest) do judge(place, rarity) end
  if isShort then return end
  local key = handKey(queue)
  local hand = tonumber(redis.call('get', key) or LOOK_OLDEST) % size
  local next = redis.call('zrange', queue, hand, hand + LOOK_ON - 1)
  for _, place in ipairs(next) do judge(place, rarity) end
  if #next < LOOK_ON then
    for _, place in ipairs(redis.call('zrange', queue, 0, LOOK_ON - #next - 1)) do judge(place, rarity) end
  end
  -- Tickets that renew in rhythm would else meet the same candidates for ever.
  dice = (dice * 16807) % 1
  redis.call('set', key, (hand + LOOK_ON + math.floor(dice * LOOK_ON)) % size, 'px', HAND_MS)
end

-- By what they share: the rarest interest first, "anyone" last.
local groups = {}
for order, interest in ipairs(keysOf(who.interests, who.relaxed.interests)) do
  local queues, rarity = {}, 0
  for _, language in ipairs(keysOf(who.languages, who.relaxed.languages)) do
    local queue = all .. '\n' .. language .. '\n' .. interest
    local size = redis.call('zcard', queue)
    if size > 0 then
      queues[#queues + 1] = { queue, size }
      rarity = rarity + size
    end
  end
  if interest == '' then rarity = math.huge end
  if #queues > 0 then groups[#groups + 1] = { queues = queues, rarity = rarity, order = order } end
end
table.sort(groups, function(a, b)
  if a.rarity == b.rarity then return a.order < b.order end
  return a.rarity < b.rarity
end)
for _, group in ipairs(groups) do
  for _, queue in ipairs(group.queues) do look(queue[1], queue[2], group.rarity) end
  -- The groups that follow share something more common, or nothing.
  if best and best.fit == 'fits' then break end
end

if best then
  local other = best.who
  local theirs = other.offer > 0 and redis.call('hget', offers, other.sid)
  local match = '{"chat":' .. quote(ARGV[16]) .. ',"epoch":' .. quote(ARGV[17])
    .. ',"startedAt":' .. string.format('%.0f', now) .. ',"met":' .. tostring(haveMet(who, other))
    .. ',"first":' .. other.card .. ',"second":' .. who.card
    .. (theirs and ',"offer":' .. quote(theirs) or '') .. '}'
  if stands then remove(held) end
  remove(other)
  for _, t in ipairs({ other, who }) do redis.call('set', matchKey(t.sid, t.id), match, 'px', MATCH_MS) end
  return answer('matched', match)
end

local isIn = held and held.id == id
if not isIn and redis.call('hlen', tickets) >= tonumber(ARGV[20]) then return answer('busy') end
if stands and held.offer > 0 then
  redis.call('decrby', prefix .. 'offers', held.offer)
  redis.call('hdel', offers, sid)
end
if stands and held.avoids then redis.call('hdel', avoids, sid) end
if not who.seq then who.seq = redis.call('incr', prefix .. 'seq') end
local score, place = string.format('%.0f', since), member(who)
-- Whoever waits says so every few seconds; what nobody renews goes with the longest life of a ticket.
local function stay(key) redis.call('pexpire', key, ARGV[19]) end
local function stand(queue)
  redis.call('zadd', queue, score, place)
  stay(queue)
end
stand(all)
for _, queue in ipairs(queuesOf(who)) do stand(queue) end
redis.call('hset', tickets, sid, cmsgpack.pack(who))
stay(tickets)
if who.avoids then
  redis.call('hset', avoids, sid, avoid)
  stay(avoids)
end
if who.offer > 0 then
  redis.call('hset', offers, sid, offer)
  stay(offers)
  redis.call('incrby', prefix .. 'offers', who.offer)
  -- Offers that went with their time were never taken off the sum.
  stay(prefix .. 'offers')
end

local waiting = redis.call('zcard', all)
local isOnlyYou = waiting >= 2 and waiting <= ONLY_YOU_LOOK
if isOnlyYou then
  for _, place in ipairs(redis.call('zrange', all, 0, -1)) do
    local other = ticketOf(sidIn(place))
    if other and other.me ~= who.me then
      isOnlyYou = false
      break
    end
  end
end
return answer('queued', waiting, isOnlyYou and 1 or 0, who.offer > 0 and 1 or 0)
