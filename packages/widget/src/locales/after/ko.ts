// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: '이 버전에서는 표시할 수 없는 메시지예요.',
  notSentLong: '보내지 못했어요: 너무 길어요.',
  notSentDenied: '보내지 못했어요: 여기서는 허용되지 않아요.',
  notSentEnded: '보내지 못했어요: 채팅이 끝났어요.',

  blockedDone: '차단했어요. 이 상대방과 다시 만날 일은 없어요.',
  blockFailed: '차단하지 못했어요. 다시 시도해 주세요.',

  reported: '신고됨',
  reportGone: '그 채팅에서 남아 있는 것이 없어 여기서는 신고할 수 없어요.',
  reportedDone: '신고하고 차단했어요. 이 상대방과 다시 만날 일은 없어요.',
  reportActed: '내 신고 {number}에 따라 조치했어요.',
  reportNotActed: '내 신고 {number}의 검토가 끝났어요. 조치할 것은 없었어요.',

  endLeft: '상대방이 나갔어요. 내 말도 함께 떠났어요.',
  endLeftEarly: '말을 나누기 전에 상대방이 나갔어요.',
  endLost: '상대방의 연결이 끊긴 뒤 돌아오지 않았어요.',
  endNoShow: '상대방이 오지 않았어요.',
  endIdle: '긴 침묵 끝에 채팅이 끝났어요.',
  endClosed: '서버가 이 채팅을 닫았어요.',
  endYou: '채팅에서 나왔어요. 내 말도 함께 떠났어요.',
  endYouEarly: '말을 나누기 전에 채팅에서 나왔어요.',
  endServerLost: '서버에 이 채팅이 더 이상 없어요. 지금 보이는 것은 나에게 있는 사본이에요.',
  save: '저장',
  saveHint: '이 기기에 파일로 저장',
  saved: '파일로 저장했어요.',
  copy: '복사',
  copied: '복사했어요.',
  notCopied: '이 페이지에서는 복사할 수 없어요. 파일로 저장해 주세요.',
  clear: '지우기',
  edit: '관심사 변경',

  callsNotHere: '이 서버에서는 그 방법을 쓸 수 없어요. 다른 대화 방법을 선택해 주세요.',

  stopOrigin: '이 서버는 {origin}의 페이지를 받지 않아요.',
  stopOriginHint: '내 서버라면 --origin {origin} 옵션을 붙여 시작해 주세요.',
  stopInsecure: '이 페이지는 https이므로 채팅 서버도 https여야 해요.',
  stopInsecureHint: '서버 주소는 http가 아니라 https로 시작해야 해요: {server}',
  stopNoServer: '채팅 서버가 설정되지 않았어요.',
  stopNoServerHint: '요소에 server를 지정해 주세요: <stranger-chat server="https://chat.example">',
  stopBanned: '당분간 여기서 채팅할 수 없어요.',
  stopBannedUntil: '{time}까지.',
  stopSuperseded: '채팅이 다른 탭에서 열려 있어요.',
  stopSupersededHint: '채팅은 그 탭에서 계속돼요. 여기로 다시 가져올 수 있어요.',
  takeBack: '여기로 가져오기',
  stopForbidden: '서버가 이 페이지를 거부했어요.',
  stopVersion: '이 페이지와 서버의 버전이 서로 달라요.',
  stopVersionHint: '페이지를 새로고침해 주세요. 그래도 안 되면 사이트를 업데이트해야 해요.',
  stopFlooding: '여기서 한꺼번에 너무 많이 보내 서버가 연결을 끊었어요.',
  stopOther: '연결이 끝났어요.',

  linkAsk: '이 링크가 가리키는 곳',
  linkHint: '상대방이 보낸 링크예요. 원할 때만 열어 주세요.',
  linkOpen: '열기',

  promiseWordsDirect:
    '신고되지 않는 한 서버는 대화를 저장하지 않아요. 여기서 통화하면 상대방이 내 IP 주소를 볼 수 있어요.',
  storageNone:
    '이 페이지는 아무것도 저장하지 않아요. 새로고침하면 채팅이 끝나고, 차단하거나 신고할 기회도 사라져요.',
  disabled: '지금은 채팅이 꺼져 있어요.',
  gateUnknown:
    '이 페이지가 답할 수 없는 것을 서버가 요구하고 있어요. 새로고침해서 최신 페이지를 받아 주세요.',
  relaxedInterests: '이제 관심사가 달라도 만날 수 있어요.',
  relaxedLanguages: '이제 언어를 가리지 않아요.',
  waiting: { other: '{n}명이 기다리고 있어요.' },
  wider: '더 넓게 찾기',
  widened: '이제 조건 없이 찾고 있어요.',
  onlyYou: '여기 있는 다른 한 사람도 나예요.',
  onlyYouHint: '테스트하려면 시크릿 창을 열어 주세요.',
  lonely: '지금은 다른 사람이 없어요.',
  lonelyFit: '지금은 조건에 맞는 사람이 없어요.',
  lonelyHint: '기다리거나 나중에 다시 와 주세요.',
  chime: '누군가 오면 알림음 울리기',
  hours: '사람들이 모이는 시간: {hours}',
  draft: '보내지 않음: {text}',
  restore: '복원',
  dismiss: '닫기',
  modes: '대화 방법',
  modeText: '텍스트',
  modeVoice: '음성',
  modeVideo: '영상',
  callsUnopened: '음성과 영상을 불러오지 못했어요. 다시 시도해 주세요.',
}

export default after
