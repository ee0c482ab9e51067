import { check, type Check } from '../check.js'
import { must, same } from '../deviation.js'
import { text } from '../person.js'
import { post } from '../post.js'

/** Only what leaves nothing behind is tried: a report that is taken would come before somebody's moderators. */
export const reportingChecks: readonly Check[] = [
  check('P-REPORT-3', 'words that were changed are refused, and nothing comes of it', async (stage) => {
    const [one, two] = await stage.pair()
    two.send('as it was said')
    const { offset, seat, at, stamp } = await one.hears('as it was said')
    const entry = { offset, seat, at, stamp }
    const changed = { ...entry, body: text('as it was never said') }
    const pinned = { ...entry, seat: one.chat.you, body: text('as it was said') }
    for (const forged of [changed, pinned]) {
      const report = { capsule: one.chat.capsule, reason: 'other', entries: [forged] }
      const { status } = await post(stage, '/v1/reports', report)
      same(status, 422, 'the HTTP status')
    }
    two.send('still here')
    await one.hears('still here')
  }),

  check(
    'P-REPORT-7',
    'what is no picture is refused with its report, and nothing comes of it',
    async (stage) => {
      const [one, two] = await stage.pair()
      for (const reason of ['other', 'underage']) {
        const report = { capsule: one.chat.capsule, reason, entries: [], pictures: ['AAAA'] }
        const { status } = await post(stage, '/v1/reports', report)
        same(status, 422, 'the HTTP status')
      }
      two.send('still here')
      await one.hears('still here')
    },
  ),

  check(
    'P-DECISION-2',
    'nothing is decided about somebody new, and a bent token is nobody',
    async (stage) => {
      const { welcome } = await stage.enter()
      const { status, text: answer } = await post(stage, '/v1/decisions', { device: welcome.device })
      same([status, answer.replaceAll(/\s/g, '')], [200, '{"decisions":[]}'], 'what was decided')
      const bent = await post(stage, '/v1/decisions', { device: `${welcome.device}x` })
      must(bent.status >= 400 && bent.status < 500, 'HTTP 4xx', `HTTP ${bent.status}`)
    },
  ),
]
