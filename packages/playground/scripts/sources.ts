import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Facts, type Manifest, readFacts } from '../src/facts.ts'

const widget = dirname(createRequire(import.meta.url).resolve('@stranger-chat/widget/package.json'))
const load = (file: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(widget, 'dist', file)).href)
const isSheet = (value: unknown): value is { readonly cssText: string } =>
  typeof value === 'object' && value !== null && 'cssText' in value && typeof value.cssText === 'string'
const sheetOf = async (file: string): Promise<string> =>
  Object.values(await load(file))
    .filter(isSheet)
    .map(({ cssText }) => cssText)
    .join('')

/** Where the widget's script build is. */
export const cdn = join(widget, 'cdn')

/** What can be chosen, from the built widget. */
export async function factsOfWidget(): Promise<Facts> {
  const { default: chat } = (await load('locales/maps/chat.js')) as { default: Record<string, unknown> }
  const looks = readdirSync(join(widget, 'dist/looks')).filter((file) => file.endsWith('.styles.js'))
  return readFacts({
    manifest: JSON.parse(readFileSync(join(widget, 'custom-elements.json'), 'utf8')) as Manifest,
    languages: ['en', ...Object.keys(chat)].sort(),
    tokens: (await sheetOf('tokens.js')) + (await sheetOf('tokens.rooms.js')),
    looks: Object.fromEntries(
      await Promise.all(
        looks.map(async (file) => [file.split('.')[0], await sheetOf(`looks/${file}`)] as const),
      ),
    ),
  })
}
