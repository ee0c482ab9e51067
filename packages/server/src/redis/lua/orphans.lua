-- Sessions of lost nodes whose time is over.
return answer(redis.call('zrangebyscore', prefix .. 'lost', '-inf', string.format('%.0f', now), 'limit', 0, 1000))
