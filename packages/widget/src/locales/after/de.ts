// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: 'Eine Nachricht, die diese Version nicht zeigen kann.',
  notSentLong: 'Nicht gesendet: zu lang.',
  notSentDenied: 'Nicht gesendet: hier nicht erlaubt.',
  notSentEnded: 'Nicht gesendet: Der Chat war vorbei.',

  blockedDone: 'Blockiert. Ihr begegnet euch nicht mehr.',
  blockFailed: 'Das Blockieren hat nicht geklappt. Versuch es noch einmal.',

  reported: 'Gemeldet',
  reportGone: 'Von diesem Chat ist nichts mehr da, deshalb lässt er sich von hier nicht melden.',
  reportedDone: 'Gemeldet und blockiert. Ihr begegnet euch nicht mehr.',
  reportActed: 'Auf deine Meldung {number} hin wurde gehandelt.',
  reportNotActed: 'Deine Meldung {number} wurde geprüft. Es musste nichts getan werden.',

  endLeft: 'Dein Gegenüber ist gegangen. Deine Worte sind mitgegangen.',
  endLeftEarly: 'Dein Gegenüber ist gegangen, bevor ein Wort fiel.',
  endLost: 'Dein Gegenüber hat die Verbindung verloren und kam nicht zurück.',
  endNoShow: 'Dein Gegenüber ist nie angekommen.',
  endIdle: 'Der Chat endete nach langer Stille.',
  endClosed: 'Der Server hat diesen Chat geschlossen.',
  endYou: 'Du bist gegangen. Deine Worte sind mitgegangen.',
  endYouEarly: 'Du bist gegangen, bevor ein Wort fiel.',
  endServerLost: 'Der Server kennt diesen Chat nicht mehr. Was du siehst, ist deine eigene Kopie.',
  save: 'Speichern',
  saveHint: 'Als Datei auf diesem Gerät speichern',
  saved: 'Als Datei gespeichert.',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  notCopied: 'Diese Seite darf nicht kopieren. Speichere es als Datei.',
  clear: 'Leeren',
  edit: 'Interessen ändern',

  callsNotHere: 'Das bietet dieser Server nicht an. Wähl eine andere Art zu reden.',

  stopOrigin: 'Dieser Server nimmt keine Seiten von {origin} an.',
  stopOriginHint: 'Wenn das dein Server ist, starte ihn mit --origin {origin}.',
  stopInsecure: 'Diese Seite ist verschlüsselt, deshalb muss es auch ihr Chatserver sein.',
  stopInsecureHint: 'Die Adresse des Servers muss mit https beginnen, nicht mit http: {server}',
  stopNoServer: 'Es ist kein Chatserver eingestellt.',
  stopNoServerHint: 'Gib dem Element einen Server: <stranger-chat server="https://chat.example">',
  stopBanned: 'Du kannst hier vorerst nicht chatten.',
  stopBannedUntil: 'Bis zum {time}.',
  stopSuperseded: 'Dein Chat ist in einem anderen Tab offen.',
  stopSupersededHint: 'Er geht dort weiter. Du kannst ihn hierher zurückholen.',
  takeBack: 'Hierher zurückholen',
  stopForbidden: 'Der Server hat diese Seite abgewiesen.',
  stopVersion: 'Diese Seite und ihr Server haben nicht dieselbe Version.',
  stopVersionHint: 'Lade die Seite neu. Wenn das nicht hilft, muss die Website aktualisiert werden.',
  stopFlooding: 'Von hier kam zu viel auf einmal, deshalb hat der Server die Verbindung getrennt.',
  stopOther: 'Die Verbindung wurde beendet.',

  linkAsk: 'Dieser Link führt zu',
  linkHint: 'Er kommt von deinem Gegenüber. Öffne ihn nur, wenn du willst.',
  linkOpen: 'Öffnen',

  promiseWordsDirect:
    'Der Server behält keine Nachrichten, außer sie werden gemeldet. In einem Anruf kann dein Gegenüber hier deine IP-Adresse sehen.',
  storageNone:
    'Diese Seite merkt sich nichts: Neuladen beendet den Chat, und danach kannst du weder blockieren noch melden.',
  disabled: 'Dieser Chat ist gerade abgeschaltet.',
  gateUnknown:
    'Dieser Server fragt etwas, das diese Seite nicht beantworten kann. Lade die Seite neu, um ihre neueste Version zu bekommen.',
  relaxedInterests: 'Gemeinsame Interessen entscheiden nicht mehr.',
  relaxedLanguages: 'Jetzt ist jede Sprache möglich.',
  waiting: { one: '{n} Person wartet.', other: '{n} Personen warten.' },
  wider: 'Breiter suchen',
  widened: 'Die Suche ist jetzt offen für alle.',
  onlyYou: 'Die einzige andere Person hier bist du.',
  onlyYouHint: 'Öffne zum Testen ein privates Fenster.',
  lonely: 'Gerade ist sonst niemand hier.',
  lonelyFit: 'Gerade ist niemand hier, der passt.',
  lonelyHint: 'Bleib, oder komm später wieder.',
  chime: 'Klang abspielen, wenn jemand kommt',
  hours: 'Hier trifft man sich: {hours}',
  draft: 'Nicht gesendet: {text}',
  restore: 'Zurückholen',
  dismiss: 'Ausblenden',
  modes: 'Reden per',
  modeText: 'Text',
  modeVoice: 'Audio',
  modeVideo: 'Video',
  callsUnopened: 'Audio und Video konnten nicht geladen werden. Versuch es noch einmal.',
}

export default after
