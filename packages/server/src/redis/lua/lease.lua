-- A node says that it lives, and hears who else does. KEYS: 1 the nodes by when their lease runs out, 2 the lost ones by when
-- somebody else may see to them; both on Redis' own clock. ARGV: 1 lease (ms), 2 'live', 'leave' or 'buried'; from 3 on the nodes.
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function at(ms) return string.format('%.0f', ms) end
local news = {}
for i = 3, #ARGV do
  if ARGV[2] == 'live' then
    -- One that was taken for lost meanwhile learns of it.
    if redis.call('zadd', KEYS[1], at(now + ARGV[1]), ARGV[i]) == 1 then news[#news + 1] = ARGV[i] end
    redis.call('zrem', KEYS[2], ARGV[i])
  else
    redis.call('zrem', KEYS[1], ARGV[i])
    if ARGV[2] == 'leave' then
      redis.call('zadd', KEYS[2], at(now + ARGV[1]), ARGV[i])
    else
      redis.call('zrem', KEYS[2], ARGV[i])
    end
  end
end
for _, node in ipairs(redis.call('zrangebyscore', KEYS[1], '-inf', at(now))) do
  redis.call('zrem', KEYS[1], node)
  redis.call('zadd', KEYS[2], at(now), node)
end
-- Whoever is told of a lost one sees to it; if nothing comes of that, the next one is told.
local lost = redis.call('zrangebyscore', KEYS[2], '-inf', at(now))
for _, node in ipairs(lost) do redis.call('zadd', KEYS[2], at(now + ARGV[1]), node) end
return { redis.call('zrange', KEYS[1], 0, -1), lost, news }
