// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: '此版本无法显示这条消息。',
  notSentLong: '未发送：内容过长。',
  notSentDenied: '未发送：这里不允许。',
  notSentEnded: '未发送：聊天已结束。',

  blockedDone: '已拉黑。你不会再遇到对方。',
  blockFailed: '拉黑未成功。请重试。',

  reported: '已举报',
  reportGone: '那次聊天已没有任何留存，因此无法从这里举报。',
  reportedDone: '已举报并拉黑。你不会再遇到对方。',
  reportActed: '已根据你的举报 {number} 采取措施。',
  reportNotActed: '你的举报 {number} 已经审核。无需采取措施。',

  endLeft: '对方离开了。你的话也随之而去。',
  endLeftEarly: '对方在说上话之前离开了。',
  endLost: '对方断线后没有回来。',
  endNoShow: '对方一直没有来。',
  endIdle: '长时间无人说话，聊天已结束。',
  endClosed: '服务器关闭了这次聊天。',
  endYou: '你离开了。你的话也随之而去。',
  endYouEarly: '你在说上话之前离开了。',
  endServerLost: '服务器已没有这次聊天的记录。你看到的是自己的副本。',
  save: '保存',
  saveHint: '以文件形式保存到此设备',
  clear: '清除',
  edit: '修改兴趣',

  callsNotHere: '此服务器不提供这种方式。请选择其他聊天方式。',

  stopOrigin: '此服务器不接受来自 {origin} 的页面。',
  stopOriginHint: '如果这是你的服务器，请用 --origin {origin} 启动。',
  stopInsecure: '此页面使用 https，聊天服务器也必须使用 https。',
  stopInsecureHint: '服务器地址必须以 https 开头，而不是 http：{server}',
  stopNoServer: '未设置聊天服务器。',
  stopNoServerHint: '请为元素设置 server：<stranger-chat server="https://chat.example">',
  stopBanned: '你暂时不能在这里聊天。',
  stopBannedUntil: '直到 {time}。',
  stopSuperseded: '你的聊天已在另一个标签页中打开。',
  stopSupersededHint: '聊天在那里继续。你可以把它移回这里。',
  takeBack: '移回这里',
  stopForbidden: '服务器拒绝了此页面。',
  stopVersion: '此页面与服务器的版本不一致。',
  stopVersionHint: '请刷新页面。如果仍无效，则需要更新此网站。',
  stopFlooding: '这里一次发出的内容过多，服务器断开了连接。',
  stopOther: '连接已结束。',

  linkAsk: '此链接指向',
  linkHint: '这是对方发来的链接。请只在想打开时打开。',
  linkOpen: '打开',
}

export default after
