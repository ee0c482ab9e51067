import { expect } from '@open-wc/testing'
import { ModerationApi, PATIENCE_MS } from './api.js'
import { NOW } from './testing/cases.js'
import { FakeApi } from './testing/fake-api.js'

const still = { now: () => NOW, after: () => () => {} }
const given = (fake = new FakeApi()) => new ModerationApi('https://chat.example/', fake.fetch, still)
const answering = (status: number, body: string) =>
  new ModerationApi(
    'https://chat.example',
    () => Promise.resolve(new Response(status === 204 ? null : body, { status })),
    still,
  )

describe('the console’s requests', () => {
  it('lie under /v1/moderation of whatever server there is', () => {
    expect(given().base).to.equal('https://chat.example/v1/moderation')
    expect(new ModerationApi('https://a.example/chat/?x#y', new FakeApi().fetch, still).base).to.equal(
      'https://a.example/chat/v1/moderation',
    )
  })

  it('say that they are no form and no other site’s script', async () => {
    const fake = new FakeApi()
    await given(fake).queue('case-1 &x')
    await given(fake).leave('../me')
    expect(fake.asked.map(({ path, headers }) => [path, headers.get('x-stranger-moderator')])).to.deep.equal([
      ['/queue?after=case-1%20%26x', '1'],
      ['/cases/..%2Fme/leave', '1'],
    ])
    expect(fake.asked[1]?.headers.get('content-type')).to.equal('application/json')
  })

  it('give what was asked for', async () => {
    const api = given()
    const page = await api.queue()
    expect(page.ok && page.value.cases.map(({ number }) => number)).to.deep.equal([
      'Q2RB-40TA',
      '7K3M-92QD',
      'D8WL-13MH',
      'H5PV-66KE',
    ])
    const taken = await api.next()
    expect(taken.ok && taken.value?.row.takenBy).to.equal('Robin')
  })

  it('give null when no case waits', async () => {
    expect(await given(new FakeApi({ files: [] })).next()).to.deep.equal({ ok: true, value: null })
  })

  it('give a refusal as a value, with its code and sentence', async () => {
    const answer = await given().open('case-spam-1')
    expect(answer).to.deep.equal({
      ok: false,
      error: { code: 'taken', message: 'Lee has this case.', status: 409, retryable: false },
    })
  })

  it('believe no answer of another shape', async () => {
    for (const body of ['', 'null', '[]', '<html>', '{"cases":[{"case":"x"}],"waiting":1}']) {
      const answer = await answering(200, body).queue()
      expect(!answer.ok && answer.error.code, body).to.equal('bad_answer')
    }
  })

  it('take a proxy’s page for what its status says', async () => {
    const codes = []
    for (const [status, body] of [
      [502, '<h1>Bad gateway</h1>'],
      [404, '<h1>Not found</h1>'],
      [503, '{"code":"busy","message":"Come back in a minute."}'],
    ] as const) {
      const answer = await answering(status, body).me()
      if (!answer.ok) codes.push([answer.error.code, answer.error.retryable])
    }
    expect(codes).to.deep.equal([
      ['unreachable', true],
      ['bad_answer', false],
      ['busy', true],
    ])
  })

  it('wait no longer than a person does', async () => {
    let ring = () => {}
    const api = new ModerationApi(
      'https://chat.example',
      (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
      { now: () => NOW, after: (ms, task) => ((ring = ms === PATIENCE_MS ? task : ring), () => {}) },
    )
    const answer = api.me()
    ring()
    expect(await answer).to.deep.equal({
      ok: false,
      error: { code: 'unreachable', message: '', status: 0, retryable: true },
    })
  })
})
