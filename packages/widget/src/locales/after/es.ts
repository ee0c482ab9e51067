// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: 'Un mensaje que esta versión no puede mostrar.',
  notSentLong: 'No se envió: es demasiado largo.',
  notSentDenied: 'No se envió: aquí no se permite.',
  notSentEnded: 'No se envió: el chat había terminado.',

  blockedDone: 'Persona bloqueada. No volverás a encontrarte con ella.',
  blockFailed: 'No se pudo bloquear. Inténtalo de nuevo.',

  reported: 'Reportado',
  reportGone: 'Ya no se conserva nada de ese chat, así que no se puede reportar desde aquí.',
  reportedDone: 'Persona reportada y bloqueada. No volverás a encontrarte con ella.',
  reportActed: 'Se tomaron medidas por tu reporte {number}.',
  reportNotActed: 'Se revisó tu reporte {number}. No fue necesario hacer nada.',

  endLeft: 'La otra persona se fue. Tus palabras se fueron con ella.',
  endLeftEarly: 'La otra persona se fue antes de la primera palabra.',
  endLost: 'La otra persona perdió la conexión y no volvió.',
  endNoShow: 'La otra persona no llegó.',
  endIdle: 'El chat terminó tras un largo silencio.',
  endClosed: 'El servidor cerró este chat.',
  endYou: 'Te fuiste. Tus palabras se fueron contigo.',
  endYouEarly: 'Te fuiste antes de la primera palabra.',
  endServerLost: 'El servidor ya no conoce este chat. Lo que ves es tu propia copia.',
  save: 'Guardar',
  saveHint: 'Guardar como archivo en este dispositivo',
  saved: 'Guardado como archivo.',
  copy: 'Copiar',
  copied: 'Copiado.',
  notCopied: 'Esta página no puede copiar. Guárdalo como archivo.',
  clear: 'Borrar',
  edit: 'Cambiar intereses',

  callsNotHere: 'Este servidor no ofrece eso. Elige otra forma de hablar.',

  stopOrigin: 'Este servidor no acepta páginas de {origin}.',
  stopOriginHint: 'Si el servidor es tuyo, inícialo con --origin {origin}.',
  stopInsecure: 'Esta página usa https, así que su servidor de chat también tiene que usarlo.',
  stopInsecureHint: 'La dirección del servidor debe empezar por https, no por http: {server}',
  stopNoServer: 'No se ha indicado ningún servidor de chat.',
  stopNoServerHint: 'Indica un servidor en el elemento: <stranger-chat server="https://chat.example">',
  stopBanned: 'Por ahora no puedes chatear aquí.',
  stopBannedUntil: 'Hasta el {time}.',
  stopSuperseded: 'Tu chat está abierto en otra pestaña.',
  stopSupersededHint: 'Continúa allí. Puedes traerlo de vuelta aquí.',
  takeBack: 'Traerlo aquí',
  stopForbidden: 'El servidor rechazó esta página.',
  stopVersion: 'Esta página y su servidor no usan la misma versión.',
  stopVersionHint: 'Recarga la página. Si no basta, hay que actualizar el sitio.',
  stopFlooding: 'Desde aquí llegó demasiado de una vez, así que el servidor cortó la conexión.',
  stopOther: 'La conexión terminó.',

  linkAsk: 'Este enlace lleva a',
  linkHint: 'Lo envió una persona desconocida. Ábrelo solo si quieres.',
  linkOpen: 'Abrir',

  promiseWordsDirect:
    'El servidor solo conserva palabras si se reportan. En una llamada aquí, la otra persona puede ver tu dirección IP.',
  storageNone:
    'Esta página no guarda nada: si la recargas, el chat termina y ya no podrás bloquear ni reportar.',
  disabled: 'Este chat está desactivado en este momento.',
  gateUnknown:
    'Este servidor pide algo que esta página no puede responder. Recarga la página para tener la última versión.',
  relaxedInterests: 'Los intereses en común ya no deciden.',
  relaxedLanguages: 'Ahora vale cualquier idioma.',
  waiting: {
    one: '{n} persona espera.',
    many: '{n} de personas esperan.',
    other: '{n} personas esperan.',
  },
  wider: 'Ampliar la búsqueda',
  widened: 'Ahora vale cualquier persona.',
  onlyYou: 'La única otra persona aquí eres tú.',
  onlyYouHint: 'Para probar, abre una ventana privada.',
  lonely: 'Ahora no hay nadie más aquí.',
  lonelyFit: 'Ahora no hay nadie aquí que encaje.',
  lonelyHint: 'Quédate o vuelve más tarde.',
  chime: 'Avisar con un sonido cuando llegue alguien',
  hours: 'Aquí hay gente: {hours}',
  draft: 'Sin enviar: {text}',
  restore: 'Recuperar',
  dismiss: 'Descartar',
  modes: 'Hablar por',
  modeText: 'Texto',
  modeVoice: 'Voz',
  modeVideo: 'Video',
  callsUnopened: 'No se pudieron cargar la voz y el video. Inténtalo de nuevo.',
}

export default after
