-- How many wait. ARGV: 7 pool, 8 a ticket's life (ms).
prune(tonumber(ARGV[8]))
return answer(redis.call('zcard', all))
