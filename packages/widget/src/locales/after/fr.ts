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
}

export default after
