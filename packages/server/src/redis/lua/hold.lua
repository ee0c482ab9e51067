-- Takes one of an identity's places for a session. ARGV: 7 session, 8 places.
-- As long as a claim that nobody renews.
local PLACE_MS = 7 * 24 * 3600 * 1000
if redis.call('sismember', KEYS[2], ARGV[7]) == 1 then return answer('held') end
if redis.call('scard', KEYS[2]) >= tonumber(ARGV[8]) then return answer('full', redis.call('smembers', KEYS[2])) end
redis.call('sadd', KEYS[2], ARGV[7])
redis.call('pexpire', KEYS[2], PLACE_MS)
return answer('held')
