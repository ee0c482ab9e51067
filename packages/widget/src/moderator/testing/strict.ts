import '../index.js'
import { SCENES, showScene } from './scenes.js'

/** What a page with a strict policy objects to while the console goes through all its states. */
export interface Objections {
  readonly shown: number
  readonly violations: readonly string[]
}

const violations: string[] = []
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
  violations.push(`${violatedDirective} ${blockedURI} ${sample}`)
})
let shown = 0
for (const scene of SCENES) {
  const place = document.createElement('main')
  document.body.append(place)
  const element = await showScene(scene, place)
  if (element.shadowRoot?.querySelector('button')) shown++
  place.remove()
}
// The judge is awake: this is refused, and said so by the same listener.
const told = new Promise((resolve) =>
  document.addEventListener('securitypolicyviolation', resolve, { once: true }),
)
document.body.setAttribute('style', 'color: red')
await told
const objections: Objections = { shown, violations }
parent.postMessage(objections, '*')
