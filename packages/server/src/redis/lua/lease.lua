-- A node says that it lives, and hears who else does. KEYS: 1 the nodes by when their lease runs out, 2 the lost ones by when
-- somebody else may see to them, 3 when anybody was heard last; all on Redis' own clock. ARGV: 1 lease (ms), 2 'look', 'live',
-- 'leave' or 'buried'; from 3 on the nodes. Only whoever says that it lives is told of the lost: it sees to them.
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function at(ms) return string.format('%.0f', ms) end
local what, news, lost = ARGV[2], {}, {}
if what == 'look' then return { redis.call('zrange', KEYS[1], 0, -1), lost, news } end
if what == 'live' then
  -- If nobody could say anything for so long, nobody is dead for not having said it.
  local last = tonumber(redis.call('get', KEYS[3]) or '0')
  if now - last >= tonumber(ARGV[1]) then
    for _, node in ipairs(redis.call('zrange', KEYS[1], 0, -1)) do redis.call('zadd', KEYS[1], at(now + ARGV[1]), node) end
  end
  redis.call('set', KEYS[3], at(now))
end
for i = 3, #ARGV do
  if what == 'live' then
    -- One that was taken for lost meanwhile learns of it.
    if redis.call('zadd', KEYS[1], at(now + ARGV[1]), ARGV[i]) == 1 then news[#news + 1] = ARGV[i] end
    redis.call('zrem', KEYS[2], ARGV[i])
  else
    redis.call('zrem', KEYS[1], ARGV[i])
    if what == 'leave' then
      redis.call('zadd', KEYS[2], at(now + ARGV[1]), ARGV[i])
    else
      redis.call('zrem', KEYS[2], ARGV[i])
    end
  end
end
if what == 'live' then
  for _, node in ipairs(redis.call('zrangebyscore', KEYS[1], '-inf', at(now))) do
    redis.call('zrem', KEYS[1], node)
    redis.call('zadd', KEYS[2], at(now), node)
  end
  -- If nothing comes of that, the next one is told.
  lost = redis.call('zrangebyscore', KEYS[2], '-inf', at(now))
  for _, node in ipairs(lost) do redis.call('zadd', KEYS[2], at(now + ARGV[1]), node) end
end
return { redis.call('zrange', KEYS[1], 0, -1), lost, news }
