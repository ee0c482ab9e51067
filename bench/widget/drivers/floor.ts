import type { Floor } from '../floor/floor.ts'
import { type Driver, load } from '../driver.ts'

let Made: typeof Floor
let floor: Floor | undefined

const show = (): void => {
  floor = new Made()
  floor.show()
}

export const floorDriver: Driver = {
  load: async () => {
    Made = (await load('/floor/floor.ts'))['Floor'] as typeof Floor
  },
  show,
  talk: show,
  face: () => floor?.field ?? null,
  field: () => floor?.field ?? null,
  say: (text) => floor?.say(text),
  newest: () => floor?.list.lastElementChild ?? null,
  rows: () => floor?.list.children ?? [],
}
