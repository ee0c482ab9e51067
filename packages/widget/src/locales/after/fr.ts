// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: 'Un message que cette version ne peut pas afficher.',
  notSentLong: 'Non envoyé : trop long.',
  notSentDenied: 'Non envoyé : ce n’est pas permis ici.',
  notSentEnded: 'Non envoyé : la discussion était finie.',

  blockedDone: 'Personne bloquée. Vous ne la rencontrerez plus.',
  blockFailed: 'Le blocage n’a pas fonctionné. Réessayez.',

  reported: 'Signalée',
  reportGone: 'Plus rien de cette discussion n’est gardé : elle ne peut plus être signalée d’ici.',
  reportedDone: 'Personne signalée et bloquée. Vous ne la rencontrerez plus.',
  reportActed: 'Votre signalement {number} a donné lieu à une mesure.',
  reportNotActed: 'Votre signalement {number} a été examiné. Aucune mesure n’était nécessaire.',

  endLeft: 'L’autre personne est partie. Vos mots sont partis avec elle.',
  endLeftEarly: 'L’autre personne est partie avant le premier mot.',
  endLost: 'L’autre personne a perdu la connexion et n’est pas revenue.',
  endNoShow: 'L’autre personne n’est jamais arrivée.',
  endIdle: 'La discussion s’est terminée après un long silence.',
  endClosed: 'Le serveur a fermé cette discussion.',
  endYou: 'Vous avez quitté la discussion. Vos mots sont partis avec vous.',
  endYouEarly: 'Vous avez quitté la discussion avant le premier mot.',
  endServerLost: 'Le serveur ne connaît plus cette discussion. Ce que vous voyez est votre propre copie.',
  save: 'Enregistrer',
  saveHint: 'Enregistrer dans un fichier sur cet appareil',
  saved: 'Enregistré dans un fichier.',
  copy: 'Copier',
  copied: 'Copié.',
  notCopied: 'Cette page n’a pas le droit de copier. Enregistrez dans un fichier.',
  clear: 'Effacer',
  edit: 'Modifier les centres d’intérêt',

  callsNotHere: 'Ce serveur ne propose pas cela. Choisissez une autre façon de discuter.',

  stopOrigin: 'Ce serveur n’accepte pas les pages de {origin}.',
  stopOriginHint: 'Si ce serveur est le vôtre, démarrez-le avec --origin {origin}.',
  stopInsecure: 'Cette page utilise https : son serveur de discussion doit l’utiliser aussi.',
  stopInsecureHint: 'L’adresse du serveur doit commencer par https, et non http : {server}',
  stopNoServer: 'Aucun serveur de discussion n’est indiqué.',
  stopNoServerHint: 'Indiquez un serveur à l’élément : <stranger-chat server="https://chat.example">',
  stopBanned: 'Vous ne pouvez pas discuter ici pour le moment.',
  stopBannedUntil: 'Jusqu’au {time}.',
  stopSuperseded: 'Votre discussion est ouverte dans un autre onglet.',
  stopSupersededHint: 'Elle continue là-bas. Vous pouvez la ramener ici.',
  takeBack: 'La ramener ici',
  stopForbidden: 'Le serveur a refusé cette page.',
  stopVersion: 'Cette page et son serveur n’utilisent pas la même version.',
  stopVersionHint: 'Rechargez la page. Si cela ne suffit pas, le site doit être mis à jour.',
  stopFlooding: 'Trop de choses sont arrivées d’ici en même temps : le serveur a coupé la connexion.',
  stopOther: 'La connexion s’est terminée.',

  linkAsk: 'Ce lien mène à',
  linkHint: 'Il vient d’une personne inconnue. Ne l’ouvrez que si vous le voulez.',
  linkOpen: 'Ouvrir',

  promiseWordsDirect:
    'Le serveur ne garde aucun mot, sauf s’il est signalé. Lors d’un appel ici, l’autre personne peut voir votre adresse IP.',
  storageNone:
    'Cette page ne garde rien : la recharger termine la discussion, et il n’est alors plus possible de bloquer ni de signaler.',
  disabled: 'Cette discussion est désactivée pour le moment.',
  gateUnknown:
    'Ce serveur demande une chose à laquelle cette page ne sait pas répondre. Rechargez la page pour obtenir sa dernière version.',
  relaxedInterests: 'Les centres d’intérêt communs ne comptent plus.',
  relaxedLanguages: 'Toutes les langues conviennent désormais.',
  waiting: {
    one: '{n} personne attend.',
    many: '{n} de personnes attendent.',
    other: '{n} personnes attendent.',
  },
  wider: 'Élargir la recherche',
  widened: 'Tout le monde convient désormais.',
  onlyYou: 'La seule autre personne ici, c’est vous.',
  onlyYouHint: 'Pour tester, ouvrez une fenêtre privée.',
  lonely: 'Il n’y a personne d’autre ici pour le moment.',
  lonelyFit: 'Personne ici ne correspond pour le moment.',
  lonelyHint: 'Restez, ou revenez plus tard.',
  chime: 'Émettre un son à l’arrivée de quelqu’un',
  hours: 'Rencontres ici : {hours}',
  draft: 'Non envoyé : {text}',
  restore: 'Rétablir',
  dismiss: 'Ignorer',
  modes: 'Discuter par',
  modeText: 'Texte',
  modeVoice: 'Voix',
  modeVideo: 'Vidéo',
  callsUnopened: 'Impossible de charger la voix et la vidéo. Réessayez.',
}

export default after
