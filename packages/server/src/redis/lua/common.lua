-- Stands before every script. KEYS[1] names the shard's generation. ARGV: 1 the generation the caller knows, 2 what time a test
-- plays (ms), or nothing: then it is Redis' own, which is the same whichever node calls; 3 the caller's nodes, one a line, 4
-- what the shard's keys begin with, 5 what a node's channel begins with, 6 the command that publishes; from 7 on the script's
-- own. Every key carries the shard's tag, so one that a script makes up lies in its slot.
if redis.call('get', KEYS[1]) ~= ARGV[1] then return redis.error_reply('STALE the shard began anew') end

local now, prefix = tonumber(ARGV[2]), ARGV[4]
if not now then
  local time = redis.call('time')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local quote = cjson.encode
local here, near, far = {}, {}, {}
for node in string.gmatch(ARGV[3], '[^\n]+') do here[node] = true end

-- A push to a node. The caller's own come with the answer, the others leave as one message a node.
local function push(node, json)
  if here[node] then
    near[#near + 1] = node
    near[#near + 1] = json
  elseif far[node] then
    far[node][#far[node] + 1] = json
  else
    far[node] = { json }
  end
end

local function answer(...)
  for node, list in pairs(far) do redis.call(ARGV[6], ARGV[5] .. node, '[' .. table.concat(list, ',') .. ']') end
  return { near, ... }
end

local function load(key)
  local packed = redis.call('get', key)
  return packed and cmsgpack.unpack(packed)
end

local function save(key, record, ttl)
  redis.call('set', key, cmsgpack.pack(record), 'px', string.format('%d', ttl))
end

local function indexOf(list, item)
  for i, held in ipairs(list) do
    if held == item then return i end
  end
end
