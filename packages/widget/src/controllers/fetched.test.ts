import { expect } from '@open-wc/testing'
import { Fetched } from './fetched.js'

const room = { name: 'a room' }

/** A file that comes or doesn't when the test says so, for an element in a page or out of it. */
function fetching() {
  const host = { isConnected: true, drawn: 0, requestUpdate: () => void host.drawn++ }
  const answers: ((comes: boolean) => void)[] = []
  const fetched = new Fetched(
    host,
    () =>
      new Promise<typeof room>((resolve, reject) => {
        answers.push((comes) => (comes ? resolve(room) : reject(new Error('offline'))))
      }),
  )
  const settle = async (comes: boolean) => {
    const { coming } = fetched
    answers.at(-1)?.(comes)
    await coming
  }
  return { fetched, host, settle, asked: () => answers.length }
}

describe('what is fetched when it is needed', () => {
  it('is fetched once for however many ask, and draws its element once it is there', async () => {
    const { fetched, host, settle, asked } = fetching()
    const all = [fetched.load(), fetched.expect(), fetched.load()]
    expect([asked(), fetched.found, fetched.coming !== null, host.drawn]).to.deep.equal([1, null, true, 0])
    await settle(true)
    for (const one of all) expect(await one).to.equal(room)
    expect([fetched.found, fetched.coming, fetched.failed, host.drawn]).to.deep.equal([room, null, false, 1])
    expect(await fetched.load()).to.equal(room)
    expect(await fetched.expect()).to.equal(room)
    expect([asked(), host.drawn]).to.deep.equal([1, 1])
  })

  it('that failed is tried again when somebody asks for it, and by no render', async () => {
    const { fetched, host, settle, asked } = fetching()
    const first = fetched.load()
    await settle(false)
    expect([await first, fetched.failed, fetched.coming, host.drawn]).to.deep.equal([null, true, null, 1])
    expect(await fetched.expect()).to.equal(null)
    expect(asked()).to.equal(1)
    const again = fetched.load()
    expect([asked(), fetched.failed]).to.deep.equal([2, true])
    await settle(true)
    expect([await again, fetched.found, fetched.failed, host.drawn]).to.deep.equal([room, room, false, 2])
  })

  for (const comes of [true, false])
    it(`draws no element that has left the page when it ${comes ? 'comes' : 'fails'}`, async () => {
      const { fetched, host, settle } = fetching()
      void fetched.load()
      host.isConnected = false
      await settle(comes)
      expect([fetched.found, fetched.failed, host.drawn]).to.deep.equal([comes ? room : null, !comes, 0])
    })
})
