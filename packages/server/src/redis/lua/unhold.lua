-- Gives places of an identity back. ARGV: from 7 the sessions.
for i = 7, #ARGV do redis.call('srem', KEYS[2], ARGV[i]) end
return answer('free')
