export const HELP = `Does a server keep the protocol? Tries it from outside, clause by clause of PROTOCOL.md.

Usage
  stranger-chat conformance URL [options]

Options
  --only CLAUSES  Some groups or clauses, such as P-N,P-ACK-2. Repeatable. Default: all.
  --slow          Also what takes long: lost lines, heartbeats, silence. Up to 16 minutes.
  --alone         Nobody else is on this server: also what waits so long that it might meet a visitor.
  --patience SECONDS
                  How long an answer may take on its way, on a slow network. Default 5.
  --json          One JSON object with all results instead of text.
  --help

It needs a server of its own or a quiet one: it opens up to 30 connections at a time, from one address, and waits when
the server asks it to. It meets nobody but itself: its people share an interest and a language that nobody else has,
they know each other by the id of their chat, and whoever gets another one leaves at once. It leaves two or three blocks
between people who are never seen again.

Exit code 0: nothing failed. 1: something did. 2: the command was wrong, or no server answers.

Examples
  stranger-chat conformance http://localhost:8787
  stranger-chat conformance https://chat.example.org --only P-RESUME,P-FENCE
  stranger-chat conformance http://localhost:8787 --slow --alone --json
`
