import { coded } from '../after/code.js'
import type { Mode } from '@stranger-chat/core'
import type { DeviceProblem, LocalView } from '@stranger-chat/core/media'
import { html, nothing, type TemplateResult } from 'lit'
import type { Localize } from '../controllers/localize.js'
import type { MessageKey } from '../messages.js'

export interface Problem {
  readonly code: DeviceProblem
  readonly device: 'camera' | 'microphone'
}

/** What happened, what to do, and whether trying again can help at all. */
const SAID: Readonly<Record<DeviceProblem, readonly [title: MessageKey, hint: MessageKey, again: boolean]>> =
  {
    permission_denied: ['problemDenied', 'problemDeniedHint', true],
    permission_policy: ['problemPolicy', 'problemPolicyHint', false],
    no_camera: ['problemNoCamera', 'problemNoCameraHint', true],
    no_microphone: ['problemNoMicrophone', 'problemNoMicrophoneHint', true],
    device_busy: ['problemBusy', 'problemBusyHint', true],
    constraints: ['problemConstraints', 'problemConstraintsHint', true],
    insecure_context: ['problemInsecure', 'problemInsecureHint', false],
    unsupported: ['problemUnsupported', 'problemUnsupportedHint', false],
    unplugged: ['problemUnplugged', 'problemUnpluggedHint', true],
    failed: ['problemFailed', 'problemFailedHint', true],
  }

/** What is wrong with the devices a mode uses, the one it can't do without first. */
export function problems({ camera, microphone }: LocalView, mode: Mode): readonly Problem[] {
  const found: Problem[] = []
  if (mode === 'video' && camera.problem) found.push({ code: camera.problem, device: 'camera' })
  if (microphone.problem) found.push({ code: microphone.problem, device: 'microphone' })
  return found
}

/** Where no device at all can work. */
const NONE: ReadonlySet<DeviceProblem> = new Set(['insecure_context', 'unsupported'])

/** The first of them, in words; when both devices have the same one, it is said once. */
export function problemWords(
  found: readonly Problem[],
  { t }: Localize,
): readonly [title: string, hint: string] | null {
  const [first, second] = found
  if (!first) return null
  const [title, hint] = SAID[first.code]
  const device =
    first.code === second?.code ? 'theBoth' : first.device === 'camera' ? 'theCamera' : 'theMicrophone'
  return [t(title, { device: t(device) }), t(hint)]
}

export interface Ways {
  readonly again: () => void
  /** Null where there is none, or one has it already. */
  readonly voice: (() => void) | null
  readonly text: (() => void) | null
}

/** What happened, what to do, and the ways on. */
export function problemCard(
  found: readonly Problem[],
  ways: Ways,
  words: Localize,
): TemplateResult | typeof nothing {
  const said = problemWords(found, words)
  const [first] = found
  if (!said || !first) return nothing
  const { t } = words
  const way = (act: (() => void) | null, key: MessageKey) =>
    act
      ? html`<button type="button" class="slim quiet" part="button" @click=${act}>${t(key)}</button>`
      : nothing
  return html`
    <div class="problem small" data-problem=${first.code}>
      <p><strong>${said[0]}</strong> <span>${coded(said[1])}</span></p>
      <div class="row">
        ${way(SAID[first.code][2] ? ways.again : null, 'tryAgain')}
        ${way(first.device === 'camera' && !NONE.has(first.code) ? ways.voice : null, 'withoutCamera')} ${way(ways.text, 'textOnly')}
      </div>
    </div>
  `
}
