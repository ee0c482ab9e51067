-- Takes one of an identity's places for a session. ARGV: 7 session, 8 places.
if redis.call('sismember', KEYS[2], ARGV[7]) == 1 then return answer('held') end
if redis.call('scard', KEYS[2]) >= tonumber(ARGV[8]) then return answer('full', redis.call('smembers', KEYS[2])) end
redis.call('sadd', KEYS[2], ARGV[7])
return answer('held')
