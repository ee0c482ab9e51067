// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: 'Un messaggio che questa versione non può mostrare.',
  notSentLong: 'Non inviato: troppo lungo.',
  notSentDenied: 'Non inviato: qui non è consentito.',
  notSentEnded: 'Non inviato: la chat era finita.',

  blockedDone: 'Persona bloccata. Non la incontrerai più.',
  blockFailed: 'Il blocco non è riuscito. Riprova.',

  reported: 'Segnalata',
  reportGone: 'Di quella chat non è più conservato nulla, quindi non si può segnalare da qui.',
  reportedDone: 'Persona segnalata e bloccata. Non la incontrerai più.',
  reportActed: 'La tua segnalazione {number} ha portato a un provvedimento.',
  reportNotActed: 'La tua segnalazione {number} è stata esaminata. Non è servito fare nulla.',

  endLeft: 'L’altra persona è andata via. Le tue parole sono andate con lei.',
  endLeftEarly: 'L’altra persona è andata via prima che fosse detta una parola.',
  endLost: 'L’altra persona ha perso la connessione e non è tornata.',
  endNoShow: 'L’altra persona non è mai arrivata.',
  endIdle: 'La chat è finita dopo un lungo silenzio.',
  endClosed: 'Il server ha chiuso questa chat.',
  endYou: 'Hai lasciato la chat. Le tue parole sono venute via con te.',
  endYouEarly: 'Hai lasciato la chat prima che fosse detta una parola.',
  endServerLost: 'Il server non conosce più questa chat. Quella che vedi è la tua copia.',
  save: 'Salva',
  saveHint: 'Salva come file su questo dispositivo',
  saved: 'Salvato in un file.',
  copy: 'Copia',
  copied: 'Copiato.',
  notCopied: 'Questa pagina non può copiare. Salva in un file.',
  clear: 'Cancella',
  edit: 'Cambia interessi',

  callsNotHere: 'Questo server non lo offre. Scegli un altro modo di parlare.',

  stopOrigin: 'Questo server non accetta pagine da {origin}.',
  stopOriginHint: 'Se il server è tuo, avvialo con --origin {origin}.',
  stopInsecure: 'Questa pagina usa https, quindi deve usarlo anche il suo server di chat.',
  stopInsecureHint: 'L’indirizzo del server deve iniziare con https, non http: {server}',
  stopNoServer: 'Non è indicato nessun server di chat.',
  stopNoServerHint: 'Indica un server nell’elemento: <stranger-chat server="https://chat.example">',
  stopBanned: 'Per ora non puoi chattare qui.',
  stopBannedUntil: 'Fine: {time}.',
  stopSuperseded: 'La tua chat è aperta in un’altra scheda.',
  stopSupersededHint: 'Continua lì. Puoi riportarla qui.',
  takeBack: 'Riportala qui',
  stopForbidden: 'Il server ha rifiutato questa pagina.',
  stopVersion: 'Questa pagina e il suo server non usano la stessa versione.',
  stopVersionHint: 'Ricarica la pagina. Se non basta, il sito va aggiornato.',
  stopFlooding: 'Da qui è arrivato troppo tutto insieme, quindi il server ha chiuso la connessione.',
  stopOther: 'La connessione è finita.',

  linkAsk: 'Questo link porta a',
  linkHint: 'L’ha inviato una persona sconosciuta. Aprilo solo se vuoi.',
  linkOpen: 'Apri',

  promiseWordsDirect:
    'Il server conserva le parole solo se vengono segnalate. In una chiamata qui l’altra persona può vedere il tuo indirizzo IP.',
  storageNone:
    'Questa pagina non conserva nulla: se la ricarichi la chat finisce, e non potrai più bloccare né segnalare.',
  disabled: 'Questa chat al momento è disattivata.',
  gateUnknown:
    'Questo server chiede qualcosa a cui questa pagina non sa rispondere. Ricarica la pagina per avere la versione più recente.',
  relaxedInterests: 'Gli interessi in comune non contano più.',
  relaxedLanguages: 'Ora va bene qualsiasi lingua.',
  waiting: {
    one: '{n} persona in attesa.',
    many: '{n} di persone in attesa.',
    other: '{n} persone in attesa.',
  },
  wider: 'Amplia la ricerca',
  widened: 'Ora va bene chiunque.',
  onlyYou: 'L’unica altra persona qui sei tu.',
  onlyYouHint: 'Per provare, apri una finestra privata.',
  lonely: 'Al momento qui non c’è nessun’altra persona.',
  lonelyFit: 'Al momento qui non c’è una persona adatta.',
  lonelyHint: 'Resta, o torna più tardi.',
  chime: 'Avvisa con un suono quando arriva qualcuno',
  hours: 'Orari d’incontro: {hours}',
  draft: 'Non inviato: {text}',
  restore: 'Ripristina',
  dismiss: 'Ignora',
  modes: 'Parla tramite',
  modeText: 'Testo',
  modeVoice: 'Voce',
  modeVideo: 'Video',
  callsUnopened: 'Non è stato possibile caricare voce e video. Riprova.',
}

export default after
