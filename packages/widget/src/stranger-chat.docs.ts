/**
 * A conversation with a stranger.
 *
 * @attr {string} lang - The interface's language; else that of the nearest element that has one.
 * @attr {'ltr' | 'rtl'} dir - Direction; else the page's. An interface written from the right turns by itself.
 *
 * @slot - Shown until the element is ready, and where there is no JavaScript.
 * @slot launcher - A launcher of your own in the place of the built-in one (`layout="bubble"`).
 * @slot header-actions - Beside Report and Block, in every chat.
 * @slot intro - Below the welcome's first line.
 * @slot consent - Above the gate's questions.
 * @slot searching - Below what a search says.
 * @slot ended - Below what can be done with a chat that is over.
 * @slot composer-start - Before the field.
 * @slot composer-end - Between the field and Send.
 * @slot footer - Below everything, in every state.
 *
 * @fires sc-open - The bubble's panel is about to open; `preventDefault()` keeps it shut. Bubbles.
 * @fires sc-close - The bubble's panel is about to close; `preventDefault()` keeps it open, but where the browser has closed it already. Bubbles.
 * @fires sc-phase - The person's place changed: `idle`, `searching`, `chatting`, `ended`. Bubbles.
 * @fires sc-connection - The line changed: `offline`, `connecting`, `online`, `reconnecting`, `closed`. Bubbles.
 * @fires sc-match - A stranger is there. Bubbles.
 * @fires sc-end - The chat is over. Bubbles.
 * @fires sc-before-send - A text is about to leave; `preventDefault()` keeps it in the composer. Doesn't bubble.
 * @fires sc-message - A message of the stranger's. Doesn't bubble.
 * @fires sc-unread - How many messages nobody has seen yet. Bubbles.
 * @fires sc-report - The person reported a chat, and the server took it. Bubbles.
 * @fires sc-call - A call is `none`, `waiting`, `connecting`, `live`, `reconnecting` or `ended`; `end` says why. Bubbles.
 * @fires sc-consent - How far both agreed to go: `null`, `voice`, `blurred`, `clear`. Bubbles.
 * @fires sc-media-error - A camera or microphone can't be used: `permission_denied`, `permission_policy`, `no_camera`,
 *   `no_microphone`, `device_busy`, `constraints`, `insecure_context`, `unsupported`, `unplugged`, `failed`. Bubbles.
 * @fires sc-error - Something was refused or failed. Bubbles.
 *
 * @csspart launcher - The bubble's button.
 * @csspart badge - How many messages nobody has seen, on the launcher.
 * @csspart panel - The whole.
 * @csspart header - State, Report and Block.
 * @csspart title - The state in words.
 * @csspart status - The passing line under the header, or below Start.
 * @csspart log - The conversation's scrolling part.
 * @csspart list - The messages.
 * @csspart message - One message.
 * @csspart message-me - One's own.
 * @csspart message-stranger - The stranger's.
 * @csspart message-system - The house's own line.
 * @csspart text - A message's bubble.
 * @csspart time - A message's time.
 * @csspart typing - The line that says the stranger is writing.
 * @csspart pill - "New messages".
 * @csspart composer - Stop, the field and Send.
 * @csspart input - Every field.
 * @csspart chip - An interest or a language.
 * @csspart dialog - A report, a notice, or a decision.
 * @csspart stage - A call: the picture, what is asked, the switches.
 * @csspart screen - The place of the stranger's picture, while a call runs.
 * @csspart ladder - What is asked in a call, and what was agreed to.
 * @csspart video - The stranger's picture.
 * @csspart self-view - One's own picture.
 * @csspart button - Every button.
 * @csspart button-close - Closes the bubble's panel.
 * @csspart button-start - Start, and what leads to it: past the rules, past the devices.
 * @csspart button-stop - Stop.
 * @csspart button-next - Next, in a call.
 * @csspart button-send - Send.
 * @csspart button-report - Report.
 * @csspart button-block - Block.
 * @csspart button-sounds - Turns the sounds off and on, where the page asked for them.
 *
 * @cssproperty --sc-surface - The panel.
 * @cssproperty --sc-raised - Fields and strips.
 * @cssproperty --sc-text - Words.
 * @cssproperty --sc-text-muted - Words of less weight: times, hints.
 * @cssproperty --sc-border - Lines between parts.
 * @cssproperty --sc-control-edge - The edge of a field or a plain button.
 * @cssproperty --sc-accent - Buttons, and your end of the seam.
 * @cssproperty --sc-on-accent - Words on the accent.
 * @cssproperty --sc-bubble-me - Your messages.
 * @cssproperty --sc-bubble-me-text - Words in your messages.
 * @cssproperty --sc-bubble-stranger - The stranger's messages.
 * @cssproperty --sc-bubble-stranger-text - Words in the stranger's messages.
 * @cssproperty --sc-lamp - The stranger's end of the seam.
 * @cssproperty --sc-danger - What can't be undone, and what went wrong.
 * @cssproperty --sc-focus-ring - The ring round what has the focus.
 * @cssproperty --sc-radius - The panel's corners.
 * @cssproperty --sc-space - A quarter of the gutter.
 * @cssproperty --sc-font-family - The face of everything but the house's own lines.
 * @cssproperty --sc-voice-family - The face of the house's own lines.
 * @cssproperty --sc-font-size - The size of a message; all others follow.
 * @cssproperty [--sc-panel-inline-size=100%] - The element's width; 400px for a bubble's panel.
 * @cssproperty [--sc-panel-block-size=600px] - The element's height; 640px for a bubble's panel.
 * @cssproperty --sc-inset - How far launcher and panel stay from the window's edges.
 * @cssproperty --sc-launcher-size - Width and height of the launcher.
 * @cssproperty --sc-duration - How long a press takes to show.
 *
 * @cssstate open - The bubble's panel is open.
 * @cssstate searching - Looking for a stranger.
 * @cssstate chatting - A stranger is there.
 * @cssstate ended - The chat is over.
 * @cssstate offline - The line is down.
 * @cssstate unread - There are messages nobody has seen.
 */
export declare class StrangerChatDocs {}
