// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: 'Bu sürümün gösteremediği bir mesaj.',
  notSentLong: 'Gönderilmedi: çok uzun.',
  notSentDenied: 'Gönderilmedi: burada izin verilmiyor.',
  notSentEnded: 'Gönderilmedi: sohbet bitmişti.',

  blockedDone: 'Engellendi. Onunla bir daha karşılaşmazsın.',
  blockFailed: 'Engelleme gerçekleşmedi. Tekrar dene.',

  reported: 'Şikâyet edildi',
  reportGone: 'O sohbetten artık tutulan bir şey yok, bu yüzden buradan şikâyet edilemez.',
  reportedDone: 'Şikâyet edildi ve engellendi. Onunla bir daha karşılaşmazsın.',
  reportActed: '{number} numaralı şikâyetin üzerine işlem yapıldı.',
  reportNotActed: '{number} numaralı şikâyetin incelendi. Bir şey yapmak gerekmedi.',

  endLeft: 'Yabancı ayrıldı. Sözlerin de onunla gitti.',
  endLeftEarly: 'Yabancı tek söz edilmeden ayrıldı.',
  endLost: 'Yabancının bağlantısı koptu, geri de dönmedi.',
  endNoShow: 'Yabancı hiç gelmedi.',
  endIdle: 'Sohbet uzun bir sessizlikten sonra bitti.',
  endClosed: 'Sunucu bu sohbeti kapattı.',
  endYou: 'Ayrıldın. Sözlerin de seninle gitti.',
  endYouEarly: 'Tek söz edilmeden ayrıldın.',
  endServerLost: 'Sunucu artık bu sohbeti tanımıyor. Gördüğün, senin kendi kopyan.',
  save: 'Kaydet',
  saveHint: 'Bu cihaza dosya olarak kaydet',
  clear: 'Temizle',
  edit: 'İlgileri değiştir',

  callsNotHere: 'Bu sunucu bunu sunmuyor. Başka bir konuşma biçimi seç.',

  stopOrigin: 'Bu sunucu şuradan gelen sayfaları kabul etmiyor: {origin}.',
  stopOriginHint: 'Bu senin sunucunsa onu --origin {origin} ile başlat.',
  stopInsecure: 'Bu sayfa şifreli, bu yüzden sohbet sunucusu da şifreli olmalı.',
  stopInsecureHint: 'Sunucunun adresi http ile değil, https ile başlamalı: {server}',
  stopNoServer: 'Sohbet sunucusu ayarlanmamış.',
  stopNoServerHint: 'Öğeye bir sunucu ver: <stranger-chat server="https://chat.example">',
  stopBanned: 'Şimdilik burada sohbet edemezsin.',
  stopBannedUntil: '{time} tarihine kadar.',
  stopSuperseded: 'Sohbetin başka bir sekmede açık.',
  stopSupersededHint: 'Orada sürüyor. Onu buraya geri getirebilirsin.',
  takeBack: 'Buraya geri getir',
  stopForbidden: 'Sunucu bu sayfayı reddetti.',
  stopVersion: 'Bu sayfa ile sunucusunun sürümleri uyuşmuyor.',
  stopVersionHint: 'Sayfayı yenile. İşe yaramazsa sitenin güncellenmesi gerekir.',
  stopFlooding: 'Buradan bir anda çok fazla şey geldi, bu yüzden sunucu bağlantıyı kesti.',
  stopOther: 'Bağlantı sona erdi.',

  linkAsk: 'Bu bağlantı şuraya götürüyor',
  linkHint: 'Yabancı gönderdi. Yalnızca istersen aç.',
  linkOpen: 'Aç',

  promiseWordsDirect:
    'Sunucu, şikâyet edilmedikçe mesajları saklamaz. Buradaki bir görüşmede yabancı senin IP adresini görebilir.',
  storageNone:
    'Bu sayfa hiçbir şey saklamaz: yenilersen sohbet biter, engelleme ve şikâyet olanağı da kalmaz.',
  disabled: 'Bu sohbet şu anda kapalı.',
  gateUnknown: 'Bu sunucu, bu sayfanın yanıtlayamadığı bir şey soruyor. En yeni sürüm için sayfayı yenile.',
  relaxedInterests: 'Ortak ilgi artık aranmıyor.',
  relaxedLanguages: 'Artık her dil olur.',
  waiting: { one: '{n} kişi bekliyor.', other: '{n} kişi bekliyor.' },
  wider: 'Aramayı genişlet',
  widened: 'Artık herhangi biri aranıyor.',
  onlyYou: 'Buradaki tek diğer kişi sensin.',
  onlyYouHint: 'Denemek için gizli bir pencere aç.',
  lonely: 'Şu anda burada başka kimse yok.',
  lonelyFit: 'Şu anda burada uygun kimse yok.',
  lonelyHint: 'Kal ya da sonra yine gel.',
  chime: 'Biri gelince ses çal',
  hours: 'Burada buluşma zamanı: {hours}',
  draft: 'Gönderilmedi: {text}',
  restore: 'Geri getir',
  dismiss: 'Kapat',
  modes: 'Konuşma biçimi',
  modeText: 'Yazılı',
  modeVoice: 'Sesli',
  modeVideo: 'Görüntülü',
  callsUnopened: 'Ses ve görüntü yüklenemedi. Tekrar dene.',
}

export default after
