// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: 'このバージョンでは表示できないメッセージです。',
  notSentLong: '送信できませんでした：長すぎます。',
  notSentDenied: '送信できませんでした：ここでは許可されていません。',
  notSentEnded: '送信できませんでした：チャットは終わっていました。',

  blockedDone: 'ブロックしました。この相手と会うことはもうありません。',
  blockFailed: 'ブロックできませんでした。もう一度お試しください。',

  reported: '通報済み',
  reportGone: 'そのチャットの記録はもう残っていないため、ここからは通報できません。',
  reportedDone: '通報してブロックしました。この相手と会うことはもうありません。',
  reportActed: 'あなたの通報（{number}）に基づき、措置がとられました。',
  reportNotActed: 'あなたの通報（{number}）は確認されました。措置は必要ありませんでした。',

  endLeft: '相手が退出しました。あなたの言葉も一緒に去りました。',
  endLeftEarly: '言葉を交わす前に、相手が退出しました。',
  endLost: '相手は接続が切れ、戻ってきませんでした。',
  endNoShow: '相手は現れませんでした。',
  endIdle: '長い沈黙のあと、チャットは終わりました。',
  endClosed: 'サーバーがこのチャットを閉じました。',
  endYou: 'あなたが退出しました。あなたの言葉も一緒に去りました。',
  endYouEarly: '言葉を交わす前に、あなたが退出しました。',
  endServerLost: 'サーバーにはこのチャットの記録がもうありません。見えているのは手元のコピーです。',
  save: '保存',
  saveHint: 'この端末にファイルとして保存',
  saved: 'ファイルに保存しました。',
  copy: 'コピー',
  copied: 'コピーしました。',
  notCopied: 'このページではコピーできません。ファイルに保存してください。',
  clear: '消去',
  edit: '興味を変更',

  callsNotHere: 'このサーバーはその方法に対応していません。別の会話の方法を選んでください。',

  stopOrigin: 'このサーバーは{origin}のページを受け付けていません。',
  stopOriginHint: 'ご自身のサーバーの場合は、--origin {origin} を付けて起動してください。',
  stopInsecure: 'このページはhttpsなので、チャットサーバーもhttpsである必要があります。',
  stopInsecureHint: 'サーバーのアドレスは、httpではなくhttpsで始まる必要があります：{server}',
  stopNoServer: 'チャットサーバーが設定されていません。',
  stopNoServerHint: '要素にserverを指定してください：<stranger-chat server="https://chat.example">',
  stopBanned: '当面、ここではチャットできません。',
  stopBannedUntil: '{time}まで。',
  stopSuperseded: 'チャットは別のタブで開かれています。',
  stopSupersededHint: 'チャットはそのタブで続いています。ここに戻すこともできます。',
  takeBack: 'ここに戻す',
  stopForbidden: 'サーバーがこのページを拒否しました。',
  stopVersion: 'このページとサーバーのバージョンが合っていません。',
  stopVersionHint: 'ページを再読み込みしてください。それでも直らない場合は、サイトの更新が必要です。',
  stopFlooding: 'ここから一度に多くのデータが送られたため、サーバーが接続を切りました。',
  stopOther: '接続が終了しました。',

  linkAsk: 'このリンクの行き先',
  linkHint: '相手が送ったリンクです。開きたい場合だけ開いてください。',
  linkOpen: '開く',

  promiseWordsDirect:
    '通報されないかぎり、サーバーは会話を保存しません。ここでの通話では、IPアドレスが相手に見えることがあります。',
  storageNone:
    'このページには何も保存されません。再読み込みするとチャットが終わり、ブロックや通報もできなくなります。',
  disabled: '現在、このチャットは停止中です。',
  gateUnknown:
    'このページでは答えられないことを、サーバーが求めています。再読み込みして、最新のページにしてください。',
  relaxedInterests: '興味が違う人も探しています。',
  relaxedLanguages: '言語を問わず探しています。',
  waiting: { other: '{n}人が待っています。' },
  wider: '条件を広げる',
  widened: '条件なしで探しています。',
  onlyYou: 'ここにいるもう一人も、あなたです。',
  onlyYouHint: '試すには、プライベートウィンドウを開いてください。',
  lonely: '今、ほかに誰もいません。',
  lonelyFit: '今、条件に合う人がいません。',
  lonelyHint: 'このまま待つか、またあとで来てください。',
  chime: '誰か来たらチャイムを鳴らす',
  hours: '人が集まる時間：{hours}',
  draft: '未送信：{text}',
  restore: '復元',
  dismiss: '閉じる',
  modes: '会話の方法',
  modeText: 'テキスト',
  modeVoice: '音声',
  modeVideo: 'ビデオ',
  callsUnopened: '音声とビデオを読み込めませんでした。もう一度お試しください。',
}

export default after
