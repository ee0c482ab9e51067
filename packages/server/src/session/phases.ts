export type Phase = 'awaiting' | 'opening' | 'ready' | 'closing' | 'closed'
export type Step = 'hello' | 'welcome' | 'goodbye' | 'gone'

/** The life of a connection. What isn't here doesn't happen: such a step is refused and changes nothing. */
export const NEXT: Readonly<Record<Phase, Readonly<Partial<Record<Step, Phase>>>>> = {
  awaiting: { hello: 'opening', goodbye: 'closing', gone: 'closed' },
  opening: { welcome: 'ready', goodbye: 'closing', gone: 'closed' },
  ready: { goodbye: 'closing', gone: 'closed' },
  closing: { gone: 'closed' },
  closed: {},
}
