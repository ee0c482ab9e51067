// Machine-drafted: not yet read by a native speaker.
import type { AfterMessages } from '../../messages.js'

const after: AfterMessages = {
  unsupported: 'Pesan yang belum bisa ditampilkan versi ini.',
  notSentLong: 'Tidak terkirim: terlalu panjang.',
  notSentDenied: 'Tidak terkirim: tidak diizinkan di sini.',
  notSentEnded: 'Tidak terkirim: obrolan sudah berakhir.',

  blockedDone: 'Diblokir. Kamu tidak akan bertemu dia lagi.',
  blockFailed: 'Pemblokiran belum berhasil. Coba lagi.',

  reported: 'Dilaporkan',
  reportGone: 'Tidak ada lagi yang tersimpan dari obrolan itu, jadi tidak bisa dilaporkan dari sini.',
  reportedDone: 'Dilaporkan dan diblokir. Kamu tidak akan bertemu dia lagi.',
  reportActed: 'Laporanmu {number} telah ditindaklanjuti.',
  reportNotActed: 'Laporanmu {number} telah diperiksa. Tidak ada yang perlu dilakukan.',

  endLeft: 'Dia pergi. Kata-katamu ikut pergi.',
  endLeftEarly: 'Dia pergi sebelum ada kata.',
  endLost: 'Sambungannya putus dan dia tidak kembali.',
  endNoShow: 'Dia tidak pernah datang.',
  endIdle: 'Obrolan berakhir setelah lama sunyi.',
  endClosed: 'Server menutup obrolan ini.',
  endYou: 'Kamu pergi. Kata-katamu ikut pergi.',
  endYouEarly: 'Kamu pergi sebelum ada kata.',
  endServerLost: 'Server tidak lagi mengenal obrolan ini. Yang kamu lihat adalah salinanmu sendiri.',
  save: 'Simpan',
  saveHint: 'Simpan sebagai berkas di perangkat ini',
  saved: 'Disimpan sebagai berkas.',
  copy: 'Salin',
  copied: 'Disalin.',
  notCopied: 'Halaman ini tidak boleh menyalin. Simpan sebagai berkas.',
  clear: 'Hapus',
  edit: 'Ubah minat',

  callsNotHere: 'Server ini tidak menawarkan itu. Pilih cara lain untuk mengobrol.',

  stopOrigin: 'Server ini tidak menerima halaman dari {origin}.',
  stopOriginHint: 'Jika ini servermu, jalankan dengan --origin {origin}.',
  stopInsecure: 'Halaman ini aman, jadi server obrolannya juga harus aman.',
  stopInsecureHint: 'Alamat server harus diawali https, bukan http: {server}',
  stopNoServer: 'Belum ada server obrolan.',
  stopNoServerHint: 'Beri elemen ini server: <stranger-chat server="https://chat.example">',
  stopBanned: 'Untuk sementara kamu tidak bisa mengobrol di sini.',
  stopBannedUntil: 'Sampai {time}.',
  stopSuperseded: 'Obrolanmu terbuka di tab lain.',
  stopSupersededHint: 'Obrolan berlanjut di sana. Kamu bisa membawanya kembali ke sini.',
  takeBack: 'Bawa kembali ke sini',
  stopForbidden: 'Server menolak halaman ini.',
  stopVersion: 'Halaman ini dan servernya memakai versi yang berbeda.',
  stopVersionHint: 'Muat ulang halaman. Jika tidak membantu, situs ini perlu diperbarui.',
  stopFlooding: 'Terlalu banyak yang datang sekaligus dari sini, jadi server memutus sambungan.',
  stopOther: 'Sambungan berakhir.',

  linkAsk: 'Tautan ini menuju ke',
  linkHint: 'Orang asing mengirimnya. Buka hanya jika kamu mau.',
  linkOpen: 'Buka',

  promiseWordsDirect:
    'Server tidak menyimpan kata-kata kecuali dilaporkan. Dalam panggilan di sini orang asing dapat melihat alamatmu.',
  storageNone:
    'Halaman ini tidak menyimpan apa pun: memuat ulang mengakhiri obrolan, dan kesempatan memblokir atau melapor ikut hilang.',
  disabled: 'Obrolan ini sedang dimatikan.',
  gateUnknown:
    'Server ini menanyakan sesuatu yang belum dikenal halaman ini. Muat ulang halaman untuk versi terbaru.',
  relaxedInterests: 'Minat yang sama tidak lagi menentukan.',
  relaxedLanguages: 'Kini bahasa apa saja.',
  waiting: { other: '{n} orang sedang menunggu.' },
  wider: 'Cari lebih luas',
  widened: 'Kini mencari siapa saja.',
  onlyYou: 'Satu-satunya orang lain di sini adalah kamu.',
  onlyYouHint: 'Untuk mencoba, buka jendela pribadi.',
  lonely: 'Belum ada orang lain di sini.',
  lonelyFit: 'Belum ada yang cocok di sini.',
  lonelyHint: 'Tunggulah, atau kembali lagi nanti.',
  chime: 'Bunyikan lonceng saat seseorang datang',
  hours: 'Orang bertemu di sini: {hours}',
  draft: 'Belum terkirim: {text}',
  restore: 'Pulihkan',
  dismiss: 'Tutup',
  modes: 'Mengobrol lewat',
  modeText: 'Teks',
  modeVoice: 'Suara',
  modeVideo: 'Video',
  callsUnopened: 'Suara dan video tidak bisa dimuat. Coba lagi.',
}

export default after
