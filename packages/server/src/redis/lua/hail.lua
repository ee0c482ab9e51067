-- Asks a shard which generation it is in. A generation is the life of one Redis process as this shard's master: one that was
-- restarted, or that took over from another, may lack what was acknowledged before, so everything begins anew.
-- KEYS[1] names the generation.
local life = string.match(redis.call('info', 'server'), 'run_id:(%w+)') or 'unnamed'
local known = redis.call('get', KEYS[1])
if known == life then return { life, '' } end
redis.call('set', KEYS[1], life)
return { life, known or '' }
