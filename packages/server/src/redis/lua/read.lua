-- The record and the entries after an offset. KEYS: 2 record, 3 log. ARGV: 9 offset.
local c = open(KEYS[2], KEYS[3])
if not c then return answer('unknown') end
if not c.ended and not c.alone then
  redis.call('pexpire', KEYS[2], string.format('%d', lifeOf(c)))
  redis.call('pexpire', KEYS[3], string.format('%d', lifeOf(c)))
end
return answer('log', view(c), entriesAfter(c, KEYS[3], tonumber(ARGV[9])), c.reason or '')
