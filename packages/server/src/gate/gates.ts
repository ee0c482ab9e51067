import type { Facts, Gate } from '@stranger-chat/core/protocol'

/** What the house asks of everybody before they may be matched (P-HELLO-6). */
export interface GateOptions {
  /** The ages a person may say they have reached; each is a band of its own, whose people meet only each other. `false`: not asked. */
  readonly age?: readonly number[] | false
  readonly rules?: Rules | false
}
export interface Rules {
  /** Named in `facts.rules`; a new version asks everybody again. */
  readonly version: string
  readonly items: readonly string[]
  readonly url?: string
}

const DEFAULT_AGES: readonly number[] = [18]
const DEFAULT_RULES: Rules = {
  version: '1',
  items: [
    'Be kind. There is a person on the other side.',
    'Nothing sexual about anybody under 18, ever. No threats, no hate, no selling.',
    'Never give away your name, address, school or pictures of others. Nobody here needs them.',
    'You can leave at any moment, without a reason. So can they.',
  ],
}

export interface Gates {
  /** As `welcome.gates` carries them. */
  readonly list: readonly Gate[]
  /** The sentence for a person whose facts don't pass, or nothing. A missing fact is a refusal. */
  readonly refuse: (facts: Facts) => string | undefined
  /** The wall that age is, as a pool names it; empty when age isn't asked. */
  readonly ageBand: (facts: Facts) => string
}

export function createGates(options: GateOptions = {}): Gates {
  const ages = options.age ?? DEFAULT_AGES
  const rules = options.rules ?? DEFAULT_RULES
  const list: Gate[] = []
  if (ages !== false) list.push({ kind: 'age', choices: ages })
  if (rules !== false) {
    list.push({
      kind: 'rules',
      version: rules.version,
      items: rules.items,
      ...(rules.url === undefined ? {} : { url: rules.url }),
    })
  }
  return {
    list,
    refuse(facts) {
      if (ages !== false && (facts.age === undefined || !ages.includes(facts.age))) {
        return `To talk here, say that you are ${ages.map((age) => `${age} or older`).join(', or ')}.`
      }
      if (rules !== false && facts.rules !== rules.version)
        return 'To talk here, accept the rules of this place first.'
      return undefined
    },
    ageBand: (facts) => (ages === false ? '' : String(facts.age)),
  }
}
