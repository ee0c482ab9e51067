-- The sessions of this shard on a node. ARGV: 7 node.
return answer(redis.call('smembers', prefix .. 'on:' .. ARGV[7]))
