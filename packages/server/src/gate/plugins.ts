import type { MemberBody } from '@stranger-chat/core/protocol'
import { nameOf } from '../log.js'
import type { Clock, Log } from '../ports/clock.js'
import type { Plugin, PluginWish, Verdict, Visitor } from '../ports/plugin.js'

/** A verdict, and of one that shuts somebody out whose it was. */
export type Ruled =
  | Exclude<Verdict, { readonly verdict: 'ban' }>
  | (Extract<Verdict, { readonly verdict: 'ban' }> & { readonly by: string })

/** All plugins as one: asked in order, the first verdict that isn't `allow` counts. */
export interface Plugins {
  /** Whether anybody wants to judge that; `false` keeps plugins out of the way of a message. */
  readonly judges: { readonly hello: boolean; readonly join: boolean; readonly send: boolean }
  readonly hello: (who: Visitor) => Promise<Ruled>
  readonly join: (who: Visitor, wish: PluginWish) => Promise<Ruled>
  readonly send: (who: Visitor, body: MemberBody, chat: string) => Promise<Ruled>
}

const TIMEOUT_MS = 1_000
const ALLOW = { verdict: 'allow' } as const
const DENY: Ruled = { verdict: 'reject', message: "This can't be checked right now. Try again later." }

class TooLate extends Error {
  override readonly name = 'TooLate'
}

type Hook = 'hello' | 'join' | 'send'

export function createPlugins(plugins: readonly Plugin[], clock: Clock, log: Log): Plugins {
  const judge = async (
    hook: Hook,
    ask: (plugin: Plugin) => Verdict | Promise<Verdict> | undefined,
  ): Promise<Ruled> => {
    for (const plugin of plugins) {
      const verdict = await askOne(plugin, hook, ask)
      if (verdict.verdict === 'allow') continue
      log.log('info', 'plugin.verdict', { plugin: plugin.name, hook, verdict: verdict.verdict })
      return verdict.verdict === 'ban' ? { ...verdict, by: plugin.name } : verdict
    }
    return ALLOW
  }

  const askOne = async (
    plugin: Plugin,
    hook: Hook,
    ask: (plugin: Plugin) => Verdict | Promise<Verdict> | undefined,
  ): Promise<Verdict> => {
    let cancel = (): void => undefined
    const late = new Promise<never>((_, reject) => {
      const ms = plugin.timeoutMs ?? TIMEOUT_MS
      cancel = clock.after(ms, () => reject(new TooLate()))
    })
    try {
      return (await Promise.race([ask(plugin), late])) ?? ALLOW
    } catch (cause) {
      const failed = plugin.onFailure ?? 'closed'
      log.log('error', 'plugin.failed', { plugin: plugin.name, hook, failed, cause: nameOf(cause) })
      return failed === 'open' ? ALLOW : DENY
    } finally {
      cancel()
    }
  }

  return {
    judges: {
      hello: plugins.some((plugin) => plugin.hello !== undefined),
      join: plugins.some((plugin) => plugin.join !== undefined),
      send: plugins.some((plugin) => plugin.send !== undefined),
    },
    hello: (who) => judge('hello', (plugin) => plugin.hello?.(who)),
    join: (who, wish) => judge('join', (plugin) => plugin.join?.(who, wish)),
    send: (who, body, chat) => judge('send', (plugin) => plugin.send?.(who, body, chat)),
  }
}
