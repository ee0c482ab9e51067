import { execFileSync } from 'node:child_process'
import { pause } from '../system.js'
import { startRedis, type TestRedis } from './redis.js'

/** A Redis Cluster of a test's own: masters, and replicas if asked for. */
export interface TestCluster {
  readonly urls: readonly string[]
  readonly nodes: readonly TestRedis[]
  /** What redis-cli says, asked of one of them. */
  readonly ask: (node: number, ...command: readonly string[]) => string
  readonly stop: () => Promise<void>
}

const MASTERS = 3
/** A master that doesn't answer for so long is taken for failed, ms: short, so that a test needn't wait. */
const NODE_TIMEOUT = 1_000

/** @param replicas of each master */
export async function startCluster(replicas = 0): Promise<TestCluster> {
  const count = MASTERS * (1 + replicas)
  const options = ['--cluster-enabled', 'yes', '--cluster-node-timeout', String(NODE_TIMEOUT)]
  // A shard that lost its master without a replica takes no one else along.
  options.push(
    '--cluster-require-full-coverage',
    'no',
    '--repl-diskless-sync-delay',
    '0',
    '--rdb-del-sync-files',
    'yes',
  )
  const nodes = await Promise.all(Array.from({ length: count }, () => startRedis(options)))
  const ask = (node: number, ...command: readonly string[]): string =>
    execFileSync('redis-cli', ['-p', String(nodes[node]?.port), ...command], { encoding: 'utf8' })
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`)
  ask(0, '--cluster', 'create', ...addresses, '--cluster-replicas', String(replicas), '--cluster-yes')
  for (const node of nodes.keys())
    await until(() => ask(node, 'CLUSTER', 'INFO').includes('cluster_state:ok'))
  if (replicas > 0)
    for (const node of nodes.keys())
      await until(() => !/master_link_status:down/.test(ask(node, 'INFO', 'replication')))
  return {
    urls: nodes.slice(0, MASTERS).map(({ url }) => url),
    nodes,
    ask,
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()))
    },
  }
}

/** Asks again until it is so; the test's own time-out ends it. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(20)
}
