import { expect } from '@open-wc/testing'
import { alone } from './alone.js'

const turn = () => new Promise((resolve) => setTimeout(resolve))
/** A note that lasts until it is over. */
function note() {
  let end = (): void => {}
  const over = new Promise<void>((resolve) => (end = resolve))
  let played = 0
  return {
    play: () => (played++, over),
    end: () => end(),
    get played() {
      return played
    },
  }
}

describe('a sound in one tab', () => {
  // Two tabs of one site ask the same lock manager, as two calls do here.
  it('isn’t made by another tab at the same time, but after it', async () => {
    const [first, second, third] = [note(), note(), note()]
    const name = 'stranger-chat:test:one'
    await new Promise<void>((started) => {
      alone(name, () => (started(), first.play()))
    })
    alone(name, second.play)
    await navigator.locks.query()
    await turn()
    expect([first.played, second.played]).to.deep.equal([1, 0])
    first.end()
    await navigator.locks.request(name, () => {})
    await new Promise<void>((started) => {
      alone(name, () => (started(), third.play()))
    })
    expect([second.played, third.played]).to.deep.equal([0, 1])
    third.end()
  })

  it('is none of the business of tabs of another key', async () => {
    const [here, there] = [note(), note()]
    await new Promise<void>((started) => alone('stranger-chat:test:a', () => (started(), here.play())))
    await new Promise<void>((started) => alone('stranger-chat:test:b', () => (started(), there.play())))
    expect([here.played, there.played]).to.deep.equal([1, 1])
    here.end()
    there.end()
  })

  it('is made anyway where there are no locks, and where a page may not use them', async () => {
    const sound = note()
    alone('x', sound.play, null)
    expect(sound.played).to.equal(1)
    const refusing = { request: () => Promise.reject(new DOMException('no', 'SecurityError')) }
    alone('x', sound.play, refusing as never)
    await turn()
    expect(sound.played).to.equal(2)
    sound.end()
  })
})
