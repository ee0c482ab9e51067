// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: 'Uma mensagem que esta versão não consegue mostrar.',
  notSentLong: 'Não enviada: longa demais.',
  notSentDenied: 'Não enviada: não é permitida aqui.',
  notSentEnded: 'Não enviada: o chat já tinha acabado.',

  blockedDone: 'Pessoa bloqueada. Você não vai encontrá-la de novo.',
  blockFailed: 'O bloqueio não funcionou. Tente de novo.',

  reported: 'Denunciado',
  reportGone: 'Nada mais desse chat está guardado, por isso ele não pode ser denunciado daqui.',
  reportedDone: 'Pessoa denunciada e bloqueada. Você não vai encontrá-la de novo.',
  reportActed: 'Sua denúncia {number} levou a uma medida.',
  reportNotActed: 'Sua denúncia {number} foi analisada. Não foi preciso fazer nada.',

  endLeft: 'A outra pessoa saiu. Suas palavras foram com ela.',
  endLeftEarly: 'A outra pessoa saiu antes da primeira palavra.',
  endLost: 'A outra pessoa perdeu a conexão e não voltou.',
  endNoShow: 'A outra pessoa não chegou.',
  endIdle: 'O chat acabou depois de um longo silêncio.',
  endClosed: 'O servidor encerrou este chat.',
  endYou: 'Você saiu. Suas palavras foram com você.',
  endYouEarly: 'Você saiu antes da primeira palavra.',
  endServerLost: 'O servidor não conhece mais este chat. O que você vê é a sua própria cópia.',
  save: 'Salvar',
  saveHint: 'Salvar como arquivo neste dispositivo',
  saved: 'Salvo em um arquivo.',
  copy: 'Copiar',
  copied: 'Copiado.',
  notCopied: 'Esta página não pode copiar. Salve em um arquivo.',
  clear: 'Limpar',
  edit: 'Mudar interesses',

  callsNotHere: 'Este servidor não oferece isso. Escolha outra forma de conversar.',

  stopOrigin: 'Este servidor não aceita páginas de {origin}.',
  stopOriginHint: 'Se o servidor é seu, inicie-o com --origin {origin}.',
  stopInsecure: 'Esta página usa https, então o servidor do chat também precisa usar.',
  stopInsecureHint: 'O endereço do servidor precisa começar com https, não http: {server}',
  stopNoServer: 'Nenhum servidor de chat foi definido.',
  stopNoServerHint: 'Dê um servidor ao elemento: <stranger-chat server="https://chat.example">',
  stopBanned: 'Por enquanto, você não pode conversar aqui.',
  stopBannedUntil: 'Até {time}.',
  stopSuperseded: 'Seu chat está aberto em outra aba.',
  stopSupersededHint: 'Ele continua lá. Você pode trazê-lo de volta para cá.',
  takeBack: 'Trazer para cá',
  stopForbidden: 'O servidor recusou esta página.',
  stopVersion: 'Esta página e o servidor não usam a mesma versão.',
  stopVersionHint: 'Recarregue a página. Se não adiantar, o site precisa ser atualizado.',
  stopFlooding: 'Chegou coisa demais daqui de uma vez, e o servidor encerrou a conexão.',
  stopOther: 'A conexão terminou.',

  linkAsk: 'Este link leva a',
  linkHint: 'Foi enviado por uma pessoa desconhecida. Abra só se quiser.',
  linkOpen: 'Abrir',

  promiseWordsDirect:
    'O servidor só guarda palavras se forem denunciadas. Numa chamada aqui, a outra pessoa pode ver seu endereço IP.',
  storageNone:
    'Esta página não guarda nada: recarregar encerra o chat, e não será mais possível bloquear ou denunciar.',
  disabled: 'Este chat está desativado no momento.',
  gateUnknown:
    'Este servidor pede algo que esta página não sabe responder. Recarregue a página para ter a versão mais nova.',
  relaxedInterests: 'Os interesses em comum já não decidem.',
  relaxedLanguages: 'Agora vale qualquer idioma.',
  waiting: {
    one: '{n} pessoa esperando.',
    many: '{n} de pessoas esperando.',
    other: '{n} pessoas esperando.',
  },
  wider: 'Ampliar a busca',
  widened: 'Agora vale qualquer pessoa.',
  onlyYou: 'A única outra pessoa aqui é você.',
  onlyYouHint: 'Para testar, abra uma janela anônima.',
  lonely: 'Não há mais ninguém aqui agora.',
  lonelyFit: 'Não há ninguém compatível aqui agora.',
  lonelyHint: 'Fique, ou volte mais tarde.',
  chime: 'Avisar com um som quando alguém chegar',
  hours: 'Horários de encontro: {hours}',
  draft: 'Não enviada: {text}',
  restore: 'Recuperar',
  dismiss: 'Descartar',
  modes: 'Conversar por',
  modeText: 'Texto',
  modeVoice: 'Voz',
  modeVideo: 'Vídeo',
  callsUnopened: 'Não foi possível carregar voz e vídeo. Tente de novo.',
}

export default after
