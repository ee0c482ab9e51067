import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Visitor } from '../support/browser.ts'
import { mayUseCamera } from '../support/cameras.ts'
import { type Complaining, Hosts } from '../support/hosts.ts'
import { npmBuild } from '../support/npm.ts'
import { twoLines } from '../support/site.ts'

/** The strictest policy a page can have, as the README writes it: the whole flow runs under it and nothing is refused. */
let hosts: Hosts
beforeAll(async () => {
  hosts = await Hosts.open({ args: ['--dev'] }, { camera: 'fake' })
})
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

const readme = readFileSync(new URL('../../packages/widget/README.md', import.meta.url), 'utf8')
const written = [...readme.matchAll(/```http\nContent-Security-Policy: ([^`]*)```/g)].map(([, text = '']) =>
  text.replaceAll(/\s+/g, ' ').trim(),
)

/** A policy of the README's, the first or the second, with this server in the place of its example. */
function policy(which: 0 | 1): string {
  return (written[which] ?? '')
    .replaceAll('https://chat.example', hosts.server.url)
    .replaceAll('wss://chat.example', hosts.sockets)
}

const strict = (csp: string) => ({ 'content-security-policy': csp })

test('the README’s policy starts at nothing and allows no inline code, no eval and no style', () => {
  expect(policy(0)).toMatch(/^default-src 'none'; /)
  expect(policy(0)).not.toMatch(/unsafe|\*|style-src|data:/)
})

test('the whole flow breaks no line of it: welcome, search, words both ways, a link, a report, save, the end', async () => {
  const page = twoLines(hosts.server.url).replace('<stranger-chat>', '<stranger-chat lang="en">')
  const site = await hosts.site(page, strict(policy(0)))
  const [ann, ben] = [await hosts.arrive(site), await hosts.arrive(site)]
  await Promise.all([ann.start(['policies']), ben.start(['policies'])])
  await Promise.all([ann.matched(), ben.matched()])
  await ann.says('Good evening')
  await ben.hears(['Good evening'])
  const link = `http://links.example:${new URL(site).port}/tea`
  await ben.says(`look: ${link}`)
  await ann.hears([`look: ${link}`])

  // The link says where it really leads, and asks.
  await ann.chat.getByRole('link', { name: link }).click()
  await ann.reads('This link leads to')
  expect(await ann.chat.locator('dialog .host').textContent()).toBe(new URL(link).host)
  const opened = ann.page.context().waitForEvent('page')
  await ann.chat.getByRole('link', { name: 'Open' }).click()
  expect((await opened).url()).toBe(link)
  await (await opened).close()

  await ann.button('Report').click()
  await ann.chat.getByRole('button', { name: 'Adverts or a bot' }).click()
  await ann.button('Send report').click()
  await ann.chat.getByText(/^Reported\. Case /).waitFor()
  await ann.page.keyboard.press('Escape')
  await ben.reads('They left')
  const saved = ann.page.waitForEvent('download')
  await ann.button('Save').click()
  expect(readFileSync(await (await saved).path(), 'utf8')).toContain('Good evening')

  // Another language is a file of its own; and once more, to the end.
  await ben.chat.evaluate((element) => element.setAttribute('lang', 'id'))
  await anew(ben, 'Obrolan baru', 'Mencari')
  await ben.button('Berhenti').click()
  await anew(ann, 'New chat', 'Searching')
  await ann.button('Stop').click()
  await ann.button('Start talking').waitFor()
  for (const { complaints } of [ann, ben]) {
    expect(await complaints.refused()).toEqual([])
    expect(complaints.said).toEqual([])
  }
})

test('with a call and a check of pictures it needs what the README adds, and no more', async () => {
  const page = twoLines(hosts.server.url).replace('<stranger-chat>', '<stranger-chat modes="text video">')
  const site = await hosts.site(page, strict(policy(1)))
  const [ann, ben] = [await hosts.arrive(site, mayUseCamera), await hosts.arrive(site, mayUseCamera)]
  // As the page's own script would say it; written out, for a bundler puts its own words in the place of `import`.
  await ann.page.evaluate(`import('${hosts.server.url}/check/index.js').then(({ createClassifier }) => {
    document.querySelector('stranger-chat').classifier = createClassifier
  })`)
  await Promise.all([ann, ben].map((visitor) => visitor.getReady()))
  const checked = ann.page.waitForEvent('worker')
  await Promise.all([ann, ben].map((visitor) => visitor.chat.locator('video.mine').waitFor()))
  await checked
  await Promise.all([ann, ben].map((visitor) => visitor.button('Start').click()))
  await ann.isTold('The call is connected.')
  await ann.button('Ask for blurred video').click()
  await ben.button('Yes').click()
  await ann.isTold('You see each other, blurred.')
  for (const { complaints } of [ann, ben]) {
    expect(await complaints.refused()).toEqual([])
    expect(complaints.said).toEqual([])
  }
})

/** A press within a moment of the other's leaving was meant for what stood there before: it counts when it is repeated. */
async function anew(visitor: Visitor, name: string, title: string): Promise<void> {
  await expect
    .poll(async () => {
      if (await visitor.button(name).isVisible()) await visitor.button(name).click()
      return (await visitor.title.textContent())?.trim()
    })
    .toBe(title)
}

describe('each part of it is needed', () => {
  /** Somebody on a page whose policy lacks something. */
  const without = async (part: string, instead: string) => {
    const csp = policy(0).replace(part, instead)
    expect(csp).not.toBe(policy(0))
    return await hosts.arrive(await hosts.site(twoLines(hosts.server.url), strict(csp)))
  }
  const isRefused = async ({ complaints }: Complaining, directive: string): Promise<void> => {
    const directives = async () => (await complaints.refused()).map((one) => one.directive)
    await expect.poll(directives, { timeout: 20_000 }).toContain(directive)
  }

  test('the script', async () => {
    await isRefused(await without(`script-src ${hosts.server.url}`, `script-src 'none'`), 'script-src-elem')
  })

  test('Lit’s policy of Trusted Types', async () => {
    await isRefused(await without('trusted-types lit-html', `trusted-types 'none'`), 'trusted-types')
  })

  test('the socket', async () => {
    const visitor = await without(` ${hosts.sockets};`, ';')
    await visitor.button('Start talking').click()
    await isRefused(visitor, 'connect-src')
  })

  test('requests to the server, for blocks and reports', async () => {
    const ann = await without(`connect-src ${hosts.server.url} `, 'connect-src ')
    const ben = await hosts.arrive(`${hosts.server.url}/?one`)
    await Promise.all([ann.start(['requests']), ben.start(['requests'])])
    await ann.matched()
    expect(await ann.complaints.refused()).toEqual([])
    await ann.button('Block').click()
    await ann.button('Block them?').click()
    await isRefused(ann, 'connect-src')
  })
})

describe('two copies of Lit', () => {
  /** The script build and a bundle's npm build on one page, each with a Lit of its own. */
  const both = () => `<!doctype html><html lang="en"><title>a site</title>${npmBuild.map}
    <stranger-chat></stranger-chat>
    <script type="module" src="/npm/@stranger-chat/widget/dist/index.js"></script>
    <script type="module" src="${hosts.server.url}/stranger-chat.js"></script>`
  const csp = (more: string) =>
    policy(0)
      .replace('script-src', `script-src 'self' ${npmBuild.hash}`)
      .replace('trusted-types lit-html', `trusted-types lit-html${more}`)

  test('are refused by the policy as it is', async () => {
    const visitor = await hosts.arrive(await hosts.site(both(), strict(csp('')), npmBuild.scripts))
    const refused = async () => (await visitor.complaints.refused()).map((one) => one.directive)
    await expect.poll(refused).toEqual(['trusted-types'])
  })

  test("are fine with 'allow-duplicates', which the README names", async () => {
    expect(readme).toContain("`trusted-types lit-html 'allow-duplicates'`")
    const headers = strict(csp(" 'allow-duplicates'"))
    const visitor = await hosts.arrive(await hosts.site(both(), headers, npmBuild.scripts))
    await visitor.chat.evaluate((element, at) => element.setAttribute('server', at), hosts.server.url)
    await visitor.start(['copies'])
    await visitor.sees(visitor.title, 'Searching')
    expect(await visitor.complaints.refused()).toEqual([])
    expect(visitor.complaints.said).toEqual([])
  })
})
