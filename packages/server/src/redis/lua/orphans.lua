-- Sessions of lost nodes whose time is over, a bounded number; each comes up again a little later, if it is still there.
local sids = redis.call('zrangebyscore', prefix .. 'lost', '-inf', string.format('%.0f', now), 'limit', 0, 500)
for _, sid in ipairs(sids) do redis.call('zadd', prefix .. 'lost', string.format('%.0f', now + 10000), sid) end
return answer(sids)
