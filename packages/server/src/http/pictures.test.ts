import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CaseFile, ReportAnswer, Role } from '@stranger-chat/core/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../ports/store.js'
import { rebuildJpeg } from '../safety/jpeg.js'
import { createStaffRoom, type StaffRoom } from '../safety/staff.js'
import { createServer } from '../server.js'
import { openStore } from '../sql/store.js'
import { seededRandom } from '../testing/clock.js'
import { CANVAS_JPEG, greyJpeg, segment } from '../testing/jpeg.js'
import { createStage, type Person, type Stage } from '../testing/people.js'

// Pictures of a call, from the request that hands them in to the console that shows them: over HTTP, against the real ledger.

const SECRET = 'Jalan Kenanga 7, ring twice'
const OURS = { 'content-type': 'application/json', 'x-stranger-moderator': '1' }

let stage: Stage
let store: Store
let staff: StaffRoom
let url: string
let stop: () => Promise<void>

async function begin(reportPictures: number): Promise<void> {
  store = await openStore({ path: ':memory:' })
  stage = await createStage({ store, reportPictures, limits: { joinBurst: 500 } })
  staff = createStaffRoom({ ledger: store.ledger, clock: stage.clock, random: seededRandom(5) })
  const http = createHttp()
  stage.server.attach(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`
  stop = async () => {
    await stage.server.close()
    http.closeAllConnections()
    http.close()
    await store.close()
  }
}
beforeEach(() => begin(3))
afterEach(() => stop())

const send = (person: Person, more: object = {}): Promise<Response> =>
  fetch(`${url}/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ capsule: person.last('chat').capsule, reason: 'sexual', entries: [], ...more }),
  })
const sent = async (person: Person, more: object = {}): Promise<ReportAnswer> => {
  const answer = await send(person, more)
  expect(answer.status).toBe(201)
  return (await answer.json()) as ReportAnswer
}
const codeOf = async (answer: Response): Promise<string> =>
  `${answer.status} ${((await answer.json()) as { code?: string }).code ?? ''}`
const text = (jpeg: Uint8Array): string => Buffer.from(jpeg).toString('base64')
/** Grey pictures that differ in size, with something written into them. */
const picture = (width: number): string =>
  text(greyJpeg({ width, height: width, before: [segment(0xe1, Buffer.from(`Exif\0\0${SECRET}`))] }))

interface Console {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  readonly post: (path: string, body?: object) => Promise<Response>
}
async function sit(name: string, role: Role): Promise<Console> {
  const { secret } = await staff.invite(name, role)
  const base = `${url}/moderation`
  const answer = await fetch(`${base}/signin`, {
    ...{ method: 'POST', headers: OURS, body: JSON.stringify({ invite: secret }) },
  })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  return {
    get: (path, headers = OURS) => fetch(base + path, { headers: { cookie, ...headers } }),
    post: (path, body = {}) =>
      fetch(base + path, { method: 'POST', headers: { cookie, ...OURS }, body: JSON.stringify(body) }),
  }
}
const next = async (who: Console): Promise<CaseFile> => (await (await who.post('/next')).json()) as CaseFile
const pathOf = ({ row, reports }: CaseFile, nth = 0): string =>
  `/cases/${row.case}/pictures/${reports[0]?.pictures?.[nth] ?? 'there-is-none'}`

describe('pictures in a report (P-REPORT-7)', () => {
  it('reach a moderator in their order, as they look and with nothing else in them', async () => {
    const [ann] = await stage.pair()
    expect((await sent(ann, { pictures: [text(CANVAS_JPEG), picture(16), picture(40)] })).pictures).toBe(3)
    const mod = await sit('Mo', 'helper')
    const file = await next(mod)
    expect(file.reports[0]?.pictures).toHaveLength(3)
    const shown = await Promise.all([0, 1, 2].map((nth) => mod.get(pathOf(file, nth))))
    const bytes = await Promise.all(shown.map(async (one) => Buffer.from(await one.arrayBuffer())))
    expect(bytes[0]?.includes('ICC_PROFILE')).toBe(false)
    expect(bytes.slice(1)).toEqual([16, 40].map((width) => rebuilt(width)))
    expect(Buffer.concat(bytes).includes(SECRET)).toBe(false)
  })

  it('are in the welcome’s limits, and are none unless the operator takes them', async () => {
    expect((await stage.enter()).last('welcome').limits.reportPictures).toBe(3)
    await stop()
    await begin(0)
    const [ann] = await stage.pair()
    expect(ann.last('welcome').limits.reportPictures).toBe(0)
    expect(await codeOf(await send(ann, { pictures: [picture(8)] }))).toBe('422 bad_picture')
    const large = 'x'.repeat(600_000)
    expect(await codeOf(await send(ann, { pictures: [large] }))).toBe('413 too_big')
    expect((await sent(ann)).pictures).toBeUndefined()
  })

  it('make the request longer by what they take, and no more', async () => {
    const [ann] = await stage.pair()
    const pictures = Array<string>(3).fill(text(new Uint8Array(64 * 1024)))
    expect(await codeOf(await send(ann, { pictures }))).toBe('422 bad_picture')
    expect(
      await codeOf(await send(ann, { pictures: [...pictures, ...pictures, ...pictures, ...pictures] })),
    ).toBe('413 too_big')
  })

  it.each<[string, readonly string[]]>([
    ['more than a report takes', [1, 2, 3, 4].map((n) => picture(8 * n))],
    ['another kind of picture', [text(Buffer.from('\x89PNG\r\n\x1a\n'))]],
    ['too many pixels', [picture(321)]],
    [
      'too many bytes',
      [
        text(
          greyJpeg({ before: [segment(0xe1, new Uint8Array(65_000)), segment(0xe1, new Uint8Array(600))] }),
        ),
      ],
    ],
    ['one good and one bad', [picture(8), text(greyJpeg().subarray(0, 100))]],
    ['no base64', ['ÿØÿà']],
    ['nothing', ['']],
  ])('are refused, and the report with them, for %s', async (_, pictures) => {
    const [ann] = await stage.pair()
    const answer = await send(ann, { pictures })
    expect(await codeOf(answer)).toBe('422 bad_picture')
    expect(await store.ledger.head()).toMatchObject({ seq: 0 })
    // Nothing is lost: the same without them is taken.
    expect((await sent(ann)).pictures).toBeUndefined()
  })

  it('of somebody under age are taken from nobody, with a sentence that says why', async () => {
    const [ann] = await stage.pair()
    const answer = await send(ann, { reason: 'underage', pictures: [picture(8)] })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      code: 'bad_picture',
      message: expect.stringContaining('Send it without them') as string,
    })
    expect(await store.ledger.head()).toMatchObject({ seq: 0 })
  })

  it('that come later are kept beside the first, each once, as many as a report takes (P-REPORT-4)', async () => {
    const [ann] = await stage.pair()
    await sent(ann)
    expect((await sent(ann, { pictures: [picture(8), picture(16)] })).pictures).toBe(2)
    // An answer that was lost: the same again is no more of it.
    expect((await sent(ann, { pictures: [picture(8), picture(16)] })).pictures).toBe(2)
    expect((await sent(ann, { pictures: [picture(24), picture(32)] })).pictures).toBe(1)
    const mod = await sit('Mo', 'helper')
    const file = await next(mod)
    expect(file.reports[0]?.pictures).toHaveLength(3)
    const added = (await store.ledger.events(0, 20)).filter(({ fact }) => fact.type === 'report.added')
    expect(added.map(({ fact }) => 'pictures' in fact && fact.pictures)).toEqual([2, 1])
  })

  it('stand in no fact and no line of the log, but how many they are', async () => {
    const [ann] = await stage.pair()
    await sent(ann, { pictures: [picture(8)] })
    await send(ann, { pictures: ['nonsense'] })
    const said = stage.logged() + JSON.stringify(await store.ledger.events(0, 20))
    expect(said).toContain('"pictures":1')
    expect(said).toContain('problem=pictures_malformed')
    for (const part of [SECRET, picture(8).slice(0, 40), 'nonsense', text(rebuilt(8)).slice(-30)])
      expect(said).not.toContain(part)
  })
})

/** As it is kept. */
const rebuilt = (width: number): Buffer =>
  Buffer.from(rebuildJpeg(greyJpeg({ width, height: width }), 320) ?? [])

describe('a picture at the console', () => {
  let mod: Console
  let file: CaseFile
  beforeEach(async () => {
    const [ann] = await stage.pair()
    await sent(ann, { pictures: [picture(8), picture(16)] })
    mod = await sit('Mo', 'helper')
    file = await next(mod)
  })

  it('is a JPEG that nobody keeps and no other page can show', async () => {
    const answer = await mod.get(pathOf(file))
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment; filename="reported.jpg"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('is written down each time, by name, and makes the case no other than it was', async () => {
    await mod.get(pathOf(file))
    await mod.get(pathOf(file, 1))
    const { events } = (await (await mod.get('/audit')).json()) as {
      events: { type: string; actor: string; data: { picture?: string } }[]
    }
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'picture.opened', actor: 'Mo', data: { picture: file.reports[0]?.pictures?.[1] } },
      { type: 'picture.opened', actor: 'Mo', data: { picture: file.reports[0]?.pictures?.[0] } },
    ])
    const decision = { version: file.version, policies: ['sexual'], action: 'warn' }
    expect((await mod.post(`/cases/${file.row.case}/decide`, decision)).status).toBe(200)
    // A decided one is still read, for an appeal or by whoever looks what was done.
    expect((await mod.get(pathOf(file))).status).toBe(200)
  })

  it('is for whoever has the case, and for no role below', async () => {
    const other = await sit('Lee', 'senior')
    expect(await codeOf(await other.get(pathOf(file)))).toBe('409 taken')
    const auditor = await sit('Ida', 'auditor')
    expect(await codeOf(await auditor.get(pathOf(file)))).toBe('403 forbidden')
    expect((await fetch(`${url}/moderation${pathOf(file)}`, { headers: OURS })).status).toBe(401)
    expect(
      (await store.ledger.latest(undefined, 20)).filter(({ fact }) => fact.type === 'picture.opened'),
    ).toEqual([])
  })

  it('isn’t opened by an address alone, from another site or in another case', async () => {
    expect((await mod.get(pathOf(file), {})).status).toBe(403)
    expect((await mod.get(pathOf(file), { ...OURS, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const [picture0] = file.reports[0]?.pictures ?? []
    for (const path of [
      `/cases/another-case/pictures/${picture0}`,
      `/cases/${file.row.case}/pictures/${file.reports[0]?.report}`,
      `/cases/${file.row.case}/pictures/..%2f..%2f`,
      `/cases/${file.row.case}/pictures`,
    ])
      expect(await codeOf(await mod.get(path))).toBe('404 unknown')
  })

  it('is a senior’s to look at once anybody says that it is about a child, and no more come', async () => {
    const { subject = '' } = (await store.ledger.case(file.row.case)) ?? {}
    await store.ledger.write({
      ...{ at: stage.clock.now(), actor: '@member' },
      facts: [
        {
          ...{ type: 'report.filed', case: file.row.case, report: 'report-by-cem', reason: 'underage' },
          ...{ chat: 'chat-of-cem', reporter: 'cem', by: 0, of: 1, weight: 30, entries: 0 },
        },
      ],
    })
    expect((await store.ledger.case(file.row.case))?.subject).toBe(subject)
    expect(await codeOf(await mod.get(pathOf(file)))).toBe('403 forbidden')
    await mod.post(`/cases/${file.row.case}/leave`)
    const senior = await sit('Sen', 'senior')
    await senior.post(`/cases/${file.row.case}/open`)
    expect((await senior.get(pathOf(file))).status).toBe(200)
  })

  it('is gone with the words of its case, and its address is a plain 404', async () => {
    await store.ledger.write({
      ...{ at: 1, actor: '@machine', facts: [{ type: 'evidence.shredded', case: file.row.case }] },
      shred: [file.row.case],
    })
    expect(await codeOf(await mod.get(pathOf(file)))).toBe('404 unknown')
    const again = (await (await mod.post(`/cases/${file.row.case}/open`)).json()) as CaseFile
    expect(again.reports[0]?.pictures).toBeUndefined()
  })
})

it.each([4, -1, 0.5, NaN])(
  '%d pictures are refused at the start, with a sentence',
  async (reportPictures) => {
    await expect(createServer({ reportPictures })).rejects.toThrow(
      'reportPictures must be a whole number from 0 to 3: so many pictures can come with a report.',
    )
    await expect(createServer({ limits: { reportPictures } })).rejects.toThrow(RangeError)
  },
)
