import type { Report } from './sheet.js'

/** What lies beside the tables, for whoever completes them: what is blank and why, and how the rest was counted. */
export const guideOf = ({ first, last, service }: Report): string => `# Papers, ${first} to ${last}

Drafts, made from this server's records. Nothing here is legal advice; whether you owe a report, and as which kind of provider,
is for you and your counsel. Micro and small enterprises owe none (DSA art. 15(2)).

## What is what

- \`1_…csv\` to \`11_…csv\`: a transparency report, in the harmonised templates of Implementing Regulation (EU) 2024/2835: UTF-8,
  RFC 4180, a file for each part. Medians are in hours.
- \`statements.csv\`: a statement of reasons for each restriction, in the fields of the DSA Transparency Database (API v2).
- \`supplement.csv\`: what the templates don't ask for, such as reports by participants and warnings.
- \`retention.csv\` and \`record.md\`: what is kept, and how it is processed, from the settings of today.

## Yours to fill in

A cell that is blank here is one of these. Where it applies to you and the answer is none, write 0; where it doesn't apply, leave
it blank.

- Everywhere: the name of the service${service === '' ? ' (or run again with `--service NAME`)' : ''}.
- \`1_report_identification.csv\`: the provider's name and the two dates of publication.
- \`3_member_states_orders.csv\`: all of it. Orders reach you, not the server. Add rows for each Member State that sent some.
- \`4_notices.csv\`: the category that each notice names, since all stand under "not specified"; how many items they name; what
  came from trusted flaggers, whom the server can't tell from others.
- \`7_appeals_and_recidivism.csv\`: complaints of those who gave notice and were not heard, which reach you elsewhere; disputes
  before out-of-court bodies; suspensions of repeated offenders (DSA art. 23).
- \`8_automated_means.csv\`: how accurate your own rules are, if you have any.
- \`9_human_resources.csv\` and \`10_AMAR.csv\`: only if yours is a very large platform.
- \`11_qualitative.csv\`: the texts.
- \`statements.csv\`: for what rests on the law, which law and why; where your rules can be read. The database takes no record
  without the former.

## Blank because it can't be

Nothing is hidden, labelled or demoted, nobody is paid and nobody has an account, so there are no such restrictions and no
complaints about them. An appeal is granted or not, never in part, and imposes nothing new. A median of nothing isn't a number.

## How it was counted

- In the period is what happened on its days, in UTC. Decisions that were taken back at once, and practice, aren't counted.
  What an appeal overturned is counted, and the appeal beside it.
- A notice is what said that the law was broken. Other reports are about the rules of the service: the templates have no number
  for them, and measures after them are the provider's own (annex II, 1.4). Whoever holds that reports are notices too must add
  them to \`4_notices.csv\`.
- Actions after a notice include warnings. Of the provider's own measures only restrictions are counted.
- The time to act on a notice runs from each notice to the action, and is taken of those that something was done about. The time
  for a complaint runs from its filing to its decision.
- Which rule stands under which category is in \`2_categories_names.csv\`; restrictions are of the service: a ban is a total
  suspension, the end of a chat a partial termination, everything between a partial suspension. Both are choices of the makers.
- In \`statements.csv\` the date of the content is the day of the first report: when something was said isn't in the records, and
  it was less than two days before. The type of content is text, which is all that can be handed in.
- Rules that shut somebody out without a case, such as plugins, are in no table.

## Where the names come from

From the Commission's English CSV templates of annex I and its instructions in annex II, both in a copy, compared with reports
that were published for 2025 and 2026; and from the published source of the Transparency Database. The page where the Commission
hands them out wasn't read itself. The copy calls the first file "summary" where the reports say "report_identification"; that
is what it is called here. Compare before you publish: https://transparency.dsa.ec.europa.eu and the Commission's page on the
regulation have what is in force.
`
