import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Fact } from '../rules/facts.js'
import { DATABASE } from '../engines.js'
import { openStore } from '../sql/store.js'
import { openTerminal, type Terminal } from '../testing/terminal.js'
import { main } from './main.js'

let target: string
let terminal: Terminal
beforeEach(async () => {
  terminal = openTerminal('papers')
  target = terminal.at('papers')
  await (await openStore({ path: terminal.at(DATABASE) })).close()
})
afterEach(() => terminal.close())

const run = async (...args: readonly string[]): Promise<number> => {
  terminal.clear()
  return await main(['papers', ...args, '--data', terminal.folder], {})
}
const read = (name: string): string => readFileSync(join(target, name), 'utf8')
const linesOf = (name: string): string[] => read(name).trimEnd().split('\r\n')

/** A ledger in which this happened, at these times of February 2026. */
async function remember(...told: readonly (readonly [time: string, ...facts: Fact[]])[]): Promise<void> {
  const { ledger, close } = await openStore({ path: terminal.at(DATABASE) })
  for (const [time, ...facts] of told)
    await ledger.write({ at: Date.parse(`2026-02-${time}:00Z`), actor: 'moderator-one', facts })
  await close()
}
const opened = (id: string, reason: 'threat' | 'spam' | 'illegal'): Fact => ({
  ...{ type: 'case.opened', case: id, subject: `subject-of-${id}`, reason },
})
const reported = (id: string, by: number, reason: 'threat' | 'spam' | 'illegal'): Fact => ({
  ...{ type: 'report.filed', case: id, report: `report-${id}-${by}`, reason, chat: `chat-${id}-${by}` },
  ...{ reporter: `reporter-${by}`, by, of: 1 - by, weight: 30, entries: 2 },
})
const decided = (id: string, acted = true): Fact => ({
  ...{ type: 'case.decided', case: id, acted, policies: [] },
})
const applied = (id: string, more: Partial<Fact & { type: 'action.applied' }>): Fact => ({
  ...{
    type: 'action.applied',
    case: id,
    action: `action-of-${id}`,
    subject: `subject-of-${id}`,
    kind: 'ban',
  },
  ...{ policies: ['threats'], ground: 'terms', automated: false, ...more },
})
const until = Date.parse('2026-02-20T09:00:00Z')

it('writes a transparency report and statements of reasons from what happened', async () => {
  await remember(
    ['01T08:00', opened('one', 'threat'), reported('one', 0, 'threat'), reported('one', 1, 'threat')],
    // Decided, taken back, and decided again.
    ['01T09:00', decided('one'), applied('one', { kind: 'mute', action: 'a-slip', until })],
    [
      '01T09:00',
      { type: 'case.undone', case: 'one' },
      { type: 'action.reversed', case: 'one', action: 'a-slip', why: 'undo' },
    ],
    ['01T10:00', decided('one'), applied('one', { until })],
    // A notice of what is illegal, about a chat that somebody else had reported.
    ['02T08:00', opened('two', 'spam'), reported('two', 0, 'spam')],
    ['02T10:00', reported('two', 1, 'illegal')],
    ['02T16:00', decided('two'), applied('two', { policies: ['illegal'], ground: 'legal', until })],
    ['03T08:00', opened('three', 'spam'), reported('three', 0, 'spam')],
    ['03T09:00', decided('three', false)],
    ['04T08:00', opened('four', 'spam'), reported('four', 0, 'spam')],
    ['04T09:00', decided('four'), applied('four', { kind: 'warn', policies: ['spam'] })],
    ['05T08:00', { type: 'appeal.filed', case: 'one', action: 'action-of-one' }],
    [
      '05T11:00',
      { type: 'appeal.decided', case: 'one', action: 'action-of-one', overturned: true },
      { type: 'action.reversed', case: 'one', action: 'action-of-one', why: 'appeal' },
    ],
    ['05T12:00', { type: 'appeal.filed', case: 'four', action: 'action-of-four' }],
    ['05T13:00', { type: 'appeal.decided', case: 'four', action: 'action-of-four', overturned: false }],
    ['06T08:00', { ...opened('drill', 'threat'), practice: true } as Fact, reported('drill', 0, 'threat')],
    ['06T09:00', decided('drill')],
  )
  expect(await run('--out', target, '--from', '2026-02-01', '--to', '2026-02-28', '--service', 'Chat')).toBe(
    0,
  )
  expect(terminal.out).toContain('Read guide.md first')

  expect(read('1_report_identification.csv')).toBe(
    [
      'Applicability,Service,Indicator,Value',
      'All,Chat,Name of the service provider,',
      'All,Chat,Date of the publication of the report,',
      'All,Chat,Date of the publication of the latest previous report,',
      'All,Chat,Starting date of reporting period,2026-02-01',
      'All,Chat,Ending date of reporting period,2026-02-28',
      '',
    ].join('\r\n'),
  )

  const [all, hosts] = [
    'All,Chat,2026-02-01/2026-02-28',
    '"Only for providers of hosting services, including online platforms",Chat,2026-02-01/2026-02-28',
  ]
  const notices = linesOf('4_notices.csv').slice(1)
  const why =
    '"The form asks for the law in the words of whoever gives notice. They are kept with the case and not counted, so all notices stand here."'
  expect(notices[0]).toBe(`${hosts},TOTAL,,1,,,,6,,1,,0,,,,,,,,,,,`)
  expect(notices.at(-1)).toBe(
    `${hosts},STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE,,1,,,,6,,1,,0,,${why},,,,,,,,,`,
  )
  for (const line of notices.slice(1, -1)) expect(line).toMatch(/,0,,,,,,0,,0,,,,,,,,,,,$/)

  const counted = (name: string): string[] =>
    linesOf(name)
      .slice(1)
      .filter((line) => /,[1-9]\d*,/.test(line.slice(all.length)))
  expect(counted('5_own_initiative_illegal.csv')).toEqual([])
  const one = `1,0${','.repeat(11)}1,0${','.repeat(18)}`
  expect(counted('6_own_initiative_TC.csv')).toEqual([
    `${all},TOTAL,,${one}`,
    `${all},STATEMENT_CATEGORY_CYBER_VIOLENCE,,${one}`,
    `${all},KEYWORD_CYBER_BULLYING_INTIMIDATION,,${one}`,
  ])

  const complaints = 'Number of complaints submitted to the internal-complaints mechanism'
  const platforms = 'Only for providers of online platforms,Chat,2026-02-01/2026-02-28'
  expect(linesOf('7_appeals_and_recidivism.csv').slice(1, 8)).toEqual([
    `${all},Internal complaints mechanism,${complaints},Total number,2,1 of them about a nudge or a warning`,
    `${platforms},Internal complaints mechanism,${complaints},Decisions upheld,1,`,
    `${platforms},Internal complaints mechanism,${complaints},Decisions partially reversed,,`,
    `${platforms},Internal complaints mechanism,${complaints},Decisions reversed,1,`,
    `${platforms},Internal complaints mechanism,${complaints},Median time,2,`,
    `${platforms},Internal complaints mechanism,${complaints},Decision omitted,0,`,
    `${platforms},Internal complaints mechanism,Number of restrictions newly imposed as a result of an internal complaint,Total number,,`,
  ])
  expect(linesOf('8_automated_means.csv').filter((line) => /,\d+,$/.test(line))).toEqual([
    `${all},Use of automated means for content moderation,Number of measures solely taken by automated means ,Total number,0,`,
    `${all},Use of automated means for content moderation,Number of measures not taken by automated means,Total number,2,`,
    `${all},Use of automated means for content moderation,Number of measures solely taken by automated means ,Own-initiative ,0,`,
    `${all},Use of automated means for content moderation,Number of measures not taken by automated means,Own-initiative ,1,`,
    `${hosts},Use of automated means for content moderation,Number of notices solely processed by automated means ,NAM Total,0,`,
    `${hosts},Use of automated means for content moderation,Number of notices not processed by automated means,NAM Total,1,`,
  ])
  expect(linesOf('supplement.csv').filter((line) => !line.endsWith(',0'))).toEqual([
    'What,Value',
    'Reports by participants: threat,2',
    'Reports by participants: spam,3',
    'Cases decided with an action,3',
    'Cases decided without one,1',
    'Median hours from the first report to the decision,1.5',
    'Words only: warn,1',
    'Restrictions: ban,2',
  ])

  const [head = '', ...statements] = linesOf('statements.csv')
  const everywhere =
    '"[""AT"",""BE"",""BG"",""CY"",""CZ"",""DE"",""DK"",""EE"",""ES"",""FI"",""FR"",""GR"",""HR"",""HU"",""IE"",""IS"",""IT"",""LI"",""LT"",""LU"",""LV"",""MT"",""NL"",""NO"",""PL"",""PT"",""RO"",""SE"",""SI"",""SK""]"'
  expect(head.split(',').slice(6, 12)).toEqual([
    'decision_provision',
    'end_date_service_restriction',
    'decision_account',
    'end_date_account_restriction',
    'account_type',
    'decision_ground',
  ])
  expect(statements).toEqual([
    `,,,,,,DECISION_PROVISION_TOTAL_SUSPENSION,2026-02-20,,,,DECISION_GROUND_INCOMPATIBLE_CONTENT,,,,Rules of the service: threats,What was handed in was found to break the rules named.,,STATEMENT_CATEGORY_CYBER_VIOLENCE,,"[""KEYWORD_CYBER_BULLYING_INTIMIDATION""]",,"[""CONTENT_TYPE_TEXT""]",,,2026-02-01,,${everywhere},2026-02-01,"A chat between two people, looked into on 2 reports by participants, first about: threat. Decided by a moderator.",SOURCE_TYPE_OTHER_NOTIFICATION,,No,AUTOMATED_DECISION_NOT_AUTOMATED,action-action-of-one`,
    `,,,,,,DECISION_PROVISION_TOTAL_SUSPENSION,2026-02-20,,,,DECISION_GROUND_ILLEGAL_CONTENT,,,,,,,STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE,,,,"[""CONTENT_TYPE_TEXT""]",,,2026-02-02,,${everywhere},2026-02-02,"A chat between two people, looked into on a report by a participant and a notice of illegal content, first about: spam. Decided by a moderator.",SOURCE_ARTICLE_16,,No,AUTOMATED_DECISION_NOT_AUTOMATED,action-action-of-two`,
  ])
})

it('writes of a period what happened in it, and knows what came before', async () => {
  await remember(
    ['10T08:00', opened('one', 'threat'), reported('one', 0, 'illegal')],
    ['12T08:00', decided('one'), applied('one', { until })],
    ['13T08:00', { type: 'appeal.filed', case: 'one', action: 'action-of-one' }],
    ['15T08:00', { type: 'appeal.decided', case: 'one', action: 'action-of-one', overturned: false }],
  )
  const days = async (from: string, to: string): Promise<string> => {
    expect(await run('--out', target, '--from', `2026-02-${from}`, '--to', `2026-02-${to}`)).toBe(0)
    const total = linesOf('4_notices.csv')[1]?.split(',TOTAL,,')[1]?.split(',') ?? []
    const [received, hours, actions] = [total[0], total[4], total[8]]
    const appeal = linesOf('7_appeals_and_recidivism.csv')[5]?.split('Median time,')[1]
    const statements = linesOf('statements.csv').length - 1
    return `notices ${received}, hours ${hours}, actions ${actions}, appeal ${appeal} statements ${statements}`
  }
  expect(await days('10', '11')).toBe('notices 1, hours , actions 0, appeal , statements 0')
  expect(await days('12', '12')).toBe('notices 0, hours 48, actions 1, appeal , statements 1')
  expect(await days('15', '28')).toBe('notices 0, hours , actions 0, appeal 48, statements 0')
})

it('writes what is kept from the settings, and what is left to fill in', async () => {
  expect(await run('--out', target)).toBe(0)
  expect(read('record.md')).toContain('in memory only')
  expect(read('retention.csv')).toContain('30 days after the decision')
  const guide = read('guide.md')
  for (const name of ['statements', 'retention', 'supplement', '3_member_states_orders'])
    expect(guide).toContain(`\`${name}.csv\``)
  // A report of nothing is still a report: the rows are there, with nothing in them.
  expect(linesOf('6_own_initiative_TC.csv')[1]).toMatch(/,TOTAL,,0,0,/)
  expect(linesOf('statements.csv')).toHaveLength(1)
})

it.each([
  [[], 2, 'Where to?'],
  [['--out', 'x', '--from', 'yesterday'], 2, 'a day such as'],
  [['--out', 'x', '--from', '2026-02-01', '--to', '2026-01-01'], 2, 'ends before it begins'],
])('%j ends with %i and a sentence', async (args, code, sentence) => {
  expect(await run(...args)).toBe(code)
  expect(terminal.err).toContain(sentence)
  expect(existsSync('x')).toBe(false)
})

it('says where papers can’t be written', async () => {
  expect(await run('--out', join(terminal.folder, DATABASE, 'in-a-file'))).toBe(1)
  expect(terminal.err).toContain("can't be written")
})

// Linux only has /proc; elsewhere its parent can't be made either, or it is a folder like any other.
it.runIf(process.platform === 'linux')('says so even where making a folder would take for ever', async () => {
  for (const place of ['/proc/papers', '/proc/papers/of/may']) {
    expect(await run('--out', place)).toBe(1)
    expect(terminal.err).toMatch(/^stranger-chat: The papers can't be written: .*\n$/)
  }
})

it('writes into the record what this server is really set to', async () => {
  const config = terminal.at('config.json')
  const recordWith = async (settings: object): Promise<string> => {
    writeFileSync(config, JSON.stringify(settings))
    expect(await run('--out', target, '--config', config)).toBe(0)
    return read('record.md')
  }
  const usual = await recordWith({})
  for (const [settings, sentence] of [
    [{ limits: { logEntries: 77 } }, 'at most 77 messages'],
    [{ limits: { logBytes: 51_200 } }, 'at most 50 KiB'],
    [{ grace: { away: 5_000, hidden: 9_000 } }, 'has 9 seconds'],
    [{ gates: { age: [21] } }, '21 and older'],
    [{ gates: { age: false } }, 'Nobody is asked for an age'],
    [{ gates: { rules: { version: 'seven', items: ['Be kind.'] } } }, 'version seven'],
    [{ modes: ['text', 'voice'] }, 'text, voice'],
  ] as const) {
    expect(usual).not.toContain(sentence)
    expect(await recordWith(settings)).toContain(sentence)
  }
})
