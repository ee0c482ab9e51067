import { facts } from './built.ts'
import { colourField, findings, isFaint, Palette, plain } from './colours.ts'
import { shown } from './contrast.ts'
import { Desk } from './desk.ts'
import { byId, make } from './dom.ts'
import { attributeField, type Field, propertyField } from './fields.ts'
import { openStage } from './stage.ts'
import { openTaking } from './taking.ts'

const desk = new Desk(facts)
const palette = new Palette()
const colours = facts.properties.filter(({ kind }) => kind === 'colour')
const others = facts.properties.filter(({ kind }) => kind !== 'colour')

const group = (
  title: string,
  open: boolean,
  fields: readonly Field[],
  ...before: readonly Node[]
): HTMLElement =>
  make(
    'details',
    { open },
    make('summary', {}, title),
    make('div', {}, ...before, ...fields.map(({ element }) => element)),
  )

const faint = make('p', { class: 'warning', role: 'status' })
const fields = {
  attributes: facts.attributes.map((one) => attributeField(desk, one)),
  colours: colours.map((one) => colourField(desk, palette, one)),
  others: others.map((one) => propertyField(desk, one)),
}
byId('choices').append(
  faint,
  group('Attributes', true, fields.attributes),
  group('Colours', false, fields.colours),
  group('Sizes, corners and type', false, fields.others),
)

desk.follow(() => {
  for (const field of Object.values(fields).flat()) field.show()
  const bad = colours.flatMap((one) => findings(desk, palette, one)).filter(isFaint)
  const list = bad.map(
    ({ name, on, scheme, ratio }) => `${plain(name)} on ${plain(on)} (${scheme}, ${shown(ratio)}:1)`,
  )
  const words = list.length === 0 ? '' : `Hard to make out: ${list.join('; ')}.`
  if (faint.textContent !== words) faint.textContent = words
})
openStage(desk)
openTaking(desk)
