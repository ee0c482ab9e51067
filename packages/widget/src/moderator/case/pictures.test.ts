import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import '../index.js'
import { file, report, row, someone } from '../testing/cases.js'
import type { FakeOptions } from '../testing/fake-api.js'
import { mount, type Mounted, unmount } from '../testing/mount.js'
import { printed } from '../testing/show.js'

const PICTURES = ['picture-0001', 'picture-0002'] as const
const CASE = 'case-sexual-1'
const PATH = `/cases/${CASE}/pictures/`
const WITH: FakeOptions = { files: [file({ reports: [report({ pictures: PICTURES })] })] }

const asked = ({ fake }: Mounted) => fake.asked.filter(({ path }) => path.includes('/pictures/'))
const filters = ({ all }: Mounted) => all('.print canvas').map((one) => getComputedStyle(one).filter)
/** The case in hand with its pictures fetched. */
async function fetched(options: FakeOptions = WITH): Promise<Mounted> {
  const mounted = await mount({ fake: options })
  await mounted.keys('n')
  await mounted.click('Get 2 pictures')
  await printed(mounted.element, 2)
  await mounted.settled()
  return mounted
}

describe('pictures of a reporter', () => {
  afterEach(unmount)

  it('are said to be the reporter’s word, and none is fetched before somebody asks for it', async () => {
    const mounted = await mount({ fake: WITH })
    await mounted.keys('n')
    expect(mounted.find('.pictures .tag').textContent).to.equal('Reporter-supplied, not proven by stamps')
    expect(mounted.find('.pictures').textContent).to.contain('Anybody can make a picture')
    expect(asked(mounted)).to.deep.equal([])
    await mounted.click('Get 2 pictures')
    await printed(mounted.element, 2)
    expect(asked(mounted).map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      `GET ${PATH}picture-0001`,
      `GET ${PATH}picture-0002`,
    ])
    // Without it the server takes it for an address somebody opened.
    expect(asked(mounted)[0]?.headers.get('x-stranger-moderator')).to.equal('1')
  })

  it('are blurred and grey until they are looked at, one by one, by a press or by key', async () => {
    const mounted = await fetched()
    expect(filters(mounted)).to.deep.equal(Array(2).fill('blur(18px) grayscale(1)'))
    expect(mounted.all('.print').map((one) => one.ariaHidden)).to.deep.equal(['true', 'true'])
    mounted.all('.prints button')[1]?.focus()
    await sendKeys({ press: 'Enter' })
    await mounted.settled()
    expect(filters(mounted)).to.deep.equal(['blur(18px) grayscale(1)', 'grayscale(1)'])
    expect(mounted.all('.print')[1]?.ariaLabel).to.equal('Picture 2 of 2, reporter-supplied')
    expect(mounted.all('.print')[1]?.ariaHidden).to.equal('false')
    expect(mounted.focused()).to.equal('Cover')
    // In colour only for whoever chose colour.
    await mounted.keys('g')
    expect(filters(mounted)).to.deep.equal(['blur(18px) grayscale(1)', 'none'])
    mounted.all('.prints button')[1]?.click()
    await mounted.settled()
    expect(filters(mounted)[1]).to.contain('blur')
  })

  it('are gone when the case is left, and covered when it is opened again', async () => {
    const mounted = await fetched()
    const [canvas] = mounted.all('.print canvas') as readonly HTMLCanvasElement[]
    mounted.all('.prints button')[0]?.click()
    await mounted.settled()
    await mounted.click('Put back')
    expect(mounted.all('.print')).to.deep.equal([])
    expect([canvas?.width, canvas?.isConnected]).to.deep.equal([0, false])
    await mounted.keys('n')
    expect(mounted.all('.print')).to.deep.equal([])
    await mounted.click('Get 2 pictures')
    await printed(mounted.element, 2)
    expect(filters(mounted).every((one) => one.includes('blur'))).to.equal(true)
  })

  it('that are no longer there are told as such; after a line that fell they can be asked for again', async () => {
    const mounted = await mount({ fake: WITH })
    await mounted.keys('n')
    const { next } = mounted.fake
    next.set(`${PATH}picture-0001`, [404, { code: 'unknown', message: 'There is no such thing here.' }])
    next.set(`${PATH}picture-0002`, 'lost')
    await mounted.click('Get 2 pictures')
    expect(mounted.find('.prints').textContent).to.contain('This picture is no longer there')
    expect(mounted.text()).to.contain('The server didn’t answer')
    await mounted.click('Get 1 picture')
    await printed(mounted.element, 1)
    expect(mounted.all('.print')).to.have.length(1)
  })

  it('of a case about a child are a senior’s to look at', async () => {
    const files = [file({ row: row({ reason: 'underage' }), reports: [report({ pictures: PICTURES })] })]
    const helper = await mount({ fake: { files, me: someone('moderator') } })
    await helper.keys('n')
    expect(helper.find('.pictures').textContent).to.contain('a senior looks at its pictures')
    expect(helper.all('.pictures button')).to.deep.equal([])
    unmount()
    const senior = await fetched({ files, me: someone('senior') })
    expect(senior.all('.print')).to.have.length(2)
  })

  it('take no place where there are none', async () => {
    const { keys, all } = await mount()
    await keys('n')
    expect(all('.pictures')).to.deep.equal([])
  })
})
