import type { Desk } from './desk.ts'
import { byId, make } from './dom.ts'
import { EXAMPLE, snippet } from './snippet.ts'
import { radios } from './stage.ts'

const FORMS = { script: 'Script tag', npm: 'From npm' } as const

/** The snippet, and what is copied of it. */
export function openTaking(desk: Desk): void {
  const blocks = byId('blocks')
  const said = byId('said')
  const from = byId('from')
  const here = document.documentElement.hasAttribute('data-server')
  const server = here ? new URL('.', location.href).href.replace(/\/$/, '') : EXAMPLE

  const copy = async (text: string, done: string): Promise<void> => {
    said.textContent = ''
    said.textContent = await navigator.clipboard.writeText(text).then(
      () => done,
      () => 'The browser doesn’t let this page copy: select the text and copy it yourself.',
    )
  }
  const form = radios('form', 'How the element comes to the site', FORMS, (value) =>
    desk.setView({ form: value }),
  )
  byId('form').append(form.element)
  byId('link').addEventListener('click', () => void copy(desk.link, 'Link copied.'))
  byId('reset').addEventListener('click', () => {
    desk.reset()
    said.textContent = 'Everything is at its default again.'
  })

  desk.follow(() => {
    form.show(desk.state.view.form)
    const address = desk.state.attributes.get('server')
    from.hidden = address === undefined || address !== desk.brought
    from.textContent = from.hidden
      ? ''
      : `The link that you opened names the server ${address}. Take this along only if that server is yours.`
    blocks.replaceChildren(
      ...snippet(desk.state, desk.facts, server).map(({ title, code }) =>
        make(
          'div',
          { class: 'block' },
          make(
            'div',
            { class: 'row' },
            make('h3', {}, title),
            make(
              'button',
              { type: 'button', click: () => void copy(code, `${title} copied.`) },
              `Copy ${title}`,
            ),
          ),
          make('pre', { tabindex: '0', role: 'region', 'aria-label': title }, make('code', {}, code)),
        ),
      ),
      ...(here || address !== undefined
        ? []
        : [
            make(
              'p',
              { class: 'muted' },
              'Put the address of your server in place of chat.example, here or above.',
            ),
          ]),
    )
  })
}
