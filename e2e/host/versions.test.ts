import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Complaining } from '../support/hosts.ts'
import { Hosts } from '../support/hosts.ts'
import { npmBuild } from '../support/npm.ts'

/** More than one copy of the element on a page: the first that came is used, and nothing throws. */
let hosts: Hosts
beforeAll(async () => (hosts = await Hosts.open()))
afterAll(async () => await hosts.close())
afterEach(async () => await hosts.leave())

const read = (path: string): string =>
  readFileSync(new URL(`../../packages/widget/${path}`, import.meta.url), 'utf8')
const { version } = JSON.parse(read('package.json')) as { readonly version: string }

/** The script build of another release, as a second server would have it. */
const OTHER = '987.6.5'
const other = (path: string): string => read(`cdn/${path}`).replaceAll(`"${version}"`, `"${OTHER}"`)

test('the script build says its version in one place', () => {
  const files = readdirSync(new URL('../../packages/widget/cdn/stranger-chat', import.meta.url))
  const shell = files.find((name) => /^shell-[\w-]+\.js$/.test(name))
  expect(other(`stranger-chat/${shell}`)).toContain(`"${OTHER}"`)
})

/** A page that loads these scripts, one after the other. */
async function load(...scripts: readonly string[]): Promise<Complaining> {
  const tags = scripts.map((src) => `<script type="module" src="${src}"></script>`)
  const page = `<!doctype html><html lang="en"><title>a site</title>${npmBuild.map}
    <stranger-chat server="${hosts.server.url}"></stranger-chat>${tags.join('')}`
  const site = await hosts.site(page, {}, (path) => {
    return path.startsWith('/other/') ? other(path.slice('/other/'.length)) : npmBuild.scripts(path)
  })
  const visitor = await hosts.arrive(site)
  await visitor.button('Start talking').waitFor()
  await visitor.page.waitForLoadState('load')
  return visitor
}

const used = (visitor: Complaining) =>
  visitor.page.evaluate(
    () => (customElements.get('stranger-chat') as unknown as { readonly version: string }).version,
  )

const ours = () => `${hosts.server.url}/stranger-chat.js`
const NPM = '/npm/@stranger-chat/widget/dist/index.js'
const warning = (there: string, late: string) =>
  `<stranger-chat> is defined already, by version ${there}; version ${late} stays unused.`

test('another version beside it is one warning that names both, and the first that came is used', async () => {
  for (const scripts of [
    [ours(), '/other/stranger-chat.js'],
    ['/other/stranger-chat.js', ours()],
  ]) {
    const visitor = await load(...scripts)
    await expect.poll(() => visitor.complaints.said).toHaveLength(1)
    const [first, late] = (await used(visitor)) === version ? [version, OTHER] : [OTHER, version]
    expect(visitor.complaints.said).toEqual([warning(first, late)])
    await visitor.start(['versions'])
    await visitor.sees(visitor.title, 'Searching')
    await visitor.button('Stop').click()
    expect(visitor.complaints.said).toHaveLength(1)
  }
})

test('the same version twice is silent: the script build, again under another address, and beside a bundle', async () => {
  for (const scripts of [
    [ours(), `${ours()}?again`],
    [ours(), NPM],
    [NPM, ours()],
  ]) {
    const visitor = await load(...scripts)
    await visitor.start(['copies'])
    await visitor.sees(visitor.title, 'Searching')
    await visitor.button('Stop').click()
    expect(visitor.complaints.said).toEqual([])
    expect(await used(visitor)).toBe(version)
  }
})
