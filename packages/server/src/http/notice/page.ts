import { REPORT, type ReportStatus } from '@stranger-chat/core/api'
import type { Field, Typed } from './form.js'
import { type Language, LANGUAGES } from './language.js'
import { html, type Markup } from './markup.js'
import { fill, type Words, WORDS } from './words.js'

/** Where a page is shown, and in which language. */
export interface Setting {
  readonly language: Language
  /** From the page's address back to where `notice` is. Relative, so that no proxy's prefix matters. */
  readonly base: '' | '../'
}

interface Sheet {
  readonly heading: string
  /** What the window is called, and so is read out first, where that isn't the heading. */
  readonly title?: string
  readonly body: Markup
  /** It came by GET, so that it can be asked for in another language without losing anything. */
  readonly isFresh?: boolean
  readonly footer?: Markup
}

/** The house's sign, at rest. */
const SEAM = html`<svg class="seam" viewBox="0 0 80 16" aria-hidden="true" focusable="false"><circle class="theirs" cx="5" cy="8" r="5"/><circle class="mine" cx="23" cy="8" r="5"/></svg>`

function sheet(
  { language, base }: Setting,
  { heading, title = heading, body, isFresh = false, footer }: Sheet,
): Markup {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${base}notice.css">
<link rel="icon" href="data:,">
</head>
<body>
<main>
${SEAM}
<h1>${heading}</h1>
${body}
</main>
<footer>
${footer}
${isFresh ? languages(language) : undefined}
</footer>
</body>
</html>
`
}

const languages = (current: Language): Markup => html`<nav aria-label="${WORDS[current].language}">
${Object.entries(LANGUAGES).map(([code, name]) =>
  code === current
    ? html`<span lang="${code}" aria-current="true">${name}</span>`
    : html`<a href="?lang=${code}" lang="${code}" hreflang="${code}">${name}</a>`,
)}
</nav>`

const link = ({ language, base }: Setting, to: 'notice' | 'notice/status', words: string): Markup =>
  html`<a href="${base}${to}?lang=${language}">${words}</a>`

export interface NoticeSheet {
  readonly typed: Typed
  readonly wrong?: ReadonlySet<Field>
  /** Why it wasn't taken, when nothing in it is wrong. */
  readonly trouble?: string
  /** Told apart from the same words in another form. */
  readonly secret: string
}

/** The form, blank or as somebody had filled it in. */
export function noticeSheet(setting: Setting, { typed, wrong = NONE, trouble, secret }: NoticeSheet): Markup {
  const { language, base } = setting
  const words = WORDS[language]
  const why = trouble ?? (wrong.size > 0 ? words.wrong : undefined)
  const all = { words, typed, wrong, language }
  return sheet(setting, {
    heading: words.title,
    title: why === undefined ? words.title : fill(words.wrongTitle, { title: words.title }),
    isFresh: why === undefined,
    footer: link(setting, 'notice/status', words.askLink),
    body: html`${
      why === undefined
        ? html`<p>${words.lead}</p>
<p>${words.danger}</p>
<p>${words.chat}</p>`
        : html`<p class="trouble" role="alert">${why}</p>`
    }
<form method="post" action="${base}notice?lang=${language}" novalidate>
<input type="hidden" name="form" value="${secret}">
${field(all, 'text', { hint: words.textHint })}
${field(all, 'law')}
<fieldset>
<legend>${words.who}</legend>
<p class="hint">${words.whoHint}</p>
${field(all, 'name', { autocomplete: 'name' })}
${field(all, 'email', { autocomplete: 'email' })}
</fieldset>
<p class="quiet">${words.faith}</p>
<button>${words.send}</button>
</form>`,
  })
}

const NONE: ReadonlySet<Field> = new Set()

interface Filled {
  readonly words: Words
  readonly typed: Typed
  readonly wrong: ReadonlySet<Field>
  readonly language: Language
}

function field(
  all: Filled,
  name: Field,
  { hint, autocomplete = 'off' }: { readonly hint?: string; readonly autocomplete?: string } = {},
): Markup {
  const { words, typed, wrong } = all
  const isWrong = wrong.has(name)
  const told = [hint === undefined ? '' : `${name}-hint`, isWrong ? `${name}-wrong` : ''].join(' ').trim()
  const marks = html`${isWrong ? html` aria-invalid="true"` : undefined}${
    told === '' ? undefined : html` aria-describedby="${told}"`
  }${[...wrong][0] === name ? html` autofocus` : undefined}`
  const control =
    name === 'text'
      ? html`<textarea id="text" name="text" rows="8" dir="auto" required${marks}>
${typed.text}</textarea>`
      : html`<input id="${name}" name="${name}" type="${name === 'email' ? 'email' : 'text'}" dir="auto" autocomplete="${autocomplete}" value="${typed[name]}"${marks}>`
  return html`<div class="field${isWrong ? ' marked' : ''}">
<label for="${name}">${words[name]}</label>
${hint === undefined ? undefined : html`<p class="hint" id="${name}-hint">${hint}</p>`}
${isWrong ? html`<p class="wrong" id="${name}-wrong">${faultOf(all, name)}</p>` : undefined}
${control}
</div>`
}

function faultOf({ words, typed, language }: Filled, name: Field): string {
  if (name === 'law') return words.lawLong
  if (name === 'name') return words.nameLong
  if (name === 'email') return words.emailWrong
  const over = [...typed.text].length - REPORT.notice
  if (over <= 0) return words.textShort
  return fill(words.textLong, { n: new Intl.NumberFormat(language).format(over) })
}

/** It was filed: the number for people, and the receipt to ask with. */
export function doneSheet(setting: Setting, number: string, receipt: string): Markup {
  const words = WORDS[setting.language]
  return sheet(setting, {
    heading: fill(words.done, { number }),
    footer: link(setting, 'notice', words.another),
    body: html`<p>${words.doneLead}</p>
${receiptForm(setting, { receipt, hint: words.receiptHint, button: words.ask })}`,
  })
}

/** Somebody comes back with a receipt. */
export function askSheet(setting: Setting, receipt = '', trouble?: string): Markup {
  const words = WORDS[setting.language]
  return sheet(setting, {
    heading: words.askTitle,
    isFresh: trouble === undefined,
    footer: link(setting, 'notice', words.title),
    body: receiptForm(setting, { receipt, hint: words.askLead, button: words.ask, trouble, isOpen: true }),
  })
}

/** What became of it. */
export function statusSheet(setting: Setting, receipt: string, status: ReportStatus): Markup {
  const { language } = setting
  const words = WORDS[language]
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  const { number, state, decidedAt } = status
  const decided = state === 'acted' ? words.stateActed : words.stateNotActed
  return sheet(setting, {
    heading: fill(words.status, { number }),
    footer: link(setting, 'notice', words.another),
    body: html`${
      state === 'open' || decidedAt === undefined
        ? html`<p>${words.stateOpen}</p>`
        : html`<p>${fill(decided, { date: day.format(decidedAt) })}</p>
<p>${words.redress}</p>`
    }
${receiptForm(setting, { receipt, hint: words.receiptHint, button: words.again })}`,
  })
}

/** Nothing was done, and that is all. */
export function refusalSheet(setting: Setting, why: string): Markup {
  const words = WORDS[setting.language]
  return sheet(setting, {
    heading: words.title,
    body: html`<p class="trouble">${why}</p>
<p>${link(setting, 'notice', words.open)}</p>`,
  })
}

interface ReceiptForm {
  readonly receipt: string
  readonly hint: string
  readonly button: string
  readonly trouble?: string | undefined
  /** To be filled in. Else it is there to be copied, and goes along unseen by any address. */
  readonly isOpen?: boolean
}

const receiptForm = (
  { language, base }: Setting,
  { receipt, hint, button, trouble, isOpen = false }: ReceiptForm,
): Markup => html`<form method="post" action="${base}notice/status?lang=${language}" novalidate>
<div class="field${trouble === undefined ? '' : ' marked'}">
<label for="receipt">${WORDS[language].receipt}</label>
<p class="hint" id="receipt-hint">${hint}</p>
${trouble === undefined ? undefined : html`<p class="wrong" id="receipt-wrong">${trouble}</p>`}
<textarea class="receipt" id="receipt" name="receipt" rows="4" dir="ltr" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="receipt-hint${trouble === undefined ? '' : ' receipt-wrong'}"${
  isOpen
    ? html` required${trouble === undefined ? undefined : html` aria-invalid="true" autofocus`}`
    : html` readonly`
}>
${receipt}</textarea>
</div>
<button>${button}</button>
</form>`
