-- Asks a shard which generation it is in. A generation is the reign of one Redis process as this shard's master: one that was
-- restarted, or that took over from another (again, maybe), may lack what was acknowledged before, so everything begins anew.
-- KEYS[1] names the generation, as "process-since". Answers whether this call began a new one, too.
local process = string.match(redis.call('info', 'server'), 'run_id:(%w+)') or 'unnamed'
local known = redis.call('get', KEYS[1])
if known and string.sub(known, 1, #process + 1) == process .. '-' then return { known, '' } end
local time = redis.call('time')
local life = process .. '-' .. time[1] .. string.format('%06d', time[2])
redis.call('set', KEYS[1], life)
return { life, 'new' }
