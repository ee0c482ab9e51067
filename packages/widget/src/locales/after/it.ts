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
}

export default after
