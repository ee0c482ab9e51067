-- What scripts about a pool share. KEYS[2] holds its tickets by session, KEYS[3] their offers, KEYS[4] whom they avoid. Those who
-- wait stand in order of age in `all` and in a queue for each language and interest of theirs, so whoever is found there shares
-- both. No folded key holds a line break, and none is empty: the empty one is the queue of those who are open.
local tickets, offers, avoids = KEYS[2], KEYS[3], KEYS[4]
local pool = ARGV[7]
local all = prefix .. 'q:' .. pool

-- Under which a match waits for its members. Tickets are named by clients, so the session is part of it.
local function matchKey(sid, ticket) return prefix .. 'm:' .. sid .. '\n' .. ticket end

local function ticketOf(sid)
  local packed = redis.call('hget', tickets, sid)
  return packed and cmsgpack.unpack(packed)
end

local function keysOf(list, isOpen)
  local keys = { unpack(list) }
  if isOpen then keys[#keys + 1] = '' end
  return keys
end

local function queuesOf(t)
  local queues = {}
  for _, language in ipairs(keysOf(t.languages, t.relaxed.languages)) do
    for _, interest in ipairs(keysOf(t.interests, t.relaxed.interests)) do
      queues[#queues + 1] = all .. '\n' .. language .. '\n' .. interest
    end
  end
  return queues
end

-- Equals in age stand in the order in which they came.
local function member(t) return string.format('%016d', t.seq) .. t.sid end
local function sidIn(place) return string.sub(place, 17) end

local function remove(t)
  local place = member(t)
  for _, queue in ipairs(queuesOf(t)) do redis.call('zrem', queue, place) end
  redis.call('zrem', all, place)
  redis.call('hdel', tickets, t.sid)
  if t.avoids then redis.call('hdel', avoids, t.sid) end
  if t.offer > 0 then
    redis.call('hdel', offers, t.sid)
    redis.call('decrby', prefix .. 'offers', t.offer)
  end
end

-- Those whose life is over go, oldest first; a bounded number of them at once.
local function prune(life)
  local over = redis.call('zrangebyscore', all, '-inf', string.format('%.0f', now - life), 'limit', 0, 100)
  for _, place in ipairs(over) do
    local t = ticketOf(sidIn(place))
    if t then remove(t) end
    redis.call('zrem', all, place)
  end
end
