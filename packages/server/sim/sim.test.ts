import { expect, it } from 'vitest'
import { crew } from './crew.js'
import { DEFECTS } from './defects.js'
import { type Job, type Report, runJob } from './job.js'
import { WATCHERS } from './scenarios.js'

/** What becomes of one job in a thread of its own, with a defect in its sources. */
async function withDefect(name: string, job: Job): Promise<Report | undefined> {
  let answer: Report | undefined
  await crew([job].values(), 1, name, (report) => ((answer = report), true))
  return answer
}

it('a seed decides everything: the same seed is the same run, to the last line', async () => {
  const [first, again, other] = [
    await runJob({ seed: 7 }),
    await runJob({ seed: 7 }),
    await runJob({ seed: 8 }),
  ]
  expect(again).toEqual(first)
  expect(other).not.toMatchObject({ outcome: (first as { outcome?: object }).outcome })
})

it('every defect has a scenario', () => {
  expect(DEFECTS.map(({ name }) => name)).toEqual(WATCHERS.map(({ name }) => name))
})

it.each(WATCHERS)(
  '$name: the scenario passes, and its defect is caught by $oracle',
  async ({ name, oracle }) => {
    expect(await runJob({ scenario: name })).toHaveProperty('outcome')
    expect(await withDefect(name, { scenario: name })).toHaveProperty('failure.oracle', oracle)
  },
)
