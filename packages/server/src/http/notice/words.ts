import type { Language } from './language.js'

/** Everything the page says. What stands in braces is filled in by `fill`. */
const en = {
  title: 'Report something illegal',
  lead: 'For whatever breaks the law here. Anybody can send it, without an account and without a chat. A person reads it and decides.',
  danger: 'If somebody is in danger at this moment, call the emergency number of your country first.',
  chat: 'Did it happen in a chat that you still have open? Then choose Report there: what was said goes along, with proof.',

  text: 'What is illegal, and why',
  textHint:
    'Say where and when it was, as exactly as you can: the day, the time, what was said or shown, and the number of a case if you have one. 20 to 5,000 characters.',
  law: 'The law it breaks (optional)',
  who: 'Who you are',
  whoHint:
    'With a name and an address the people who run this place can write back to you. This server sends no mail: your receipt and the outcome are shown here. You may leave both out, above all where it is about the sexual abuse of children.',
  name: 'Your name (optional)',
  email: 'Your e-mail address (optional)',
  faith: 'By sending this you say that you believe it to be correct and complete.',
  send: 'Send notice',

  wrong: 'Not sent yet. Look at what is marked below.',
  wrongTitle: 'Not sent yet: {title}',
  textShort: 'Say a little more, please: at least 20 characters.',
  textLong: 'At most 5,000 characters fit. Take out {n}.',
  lawLong: 'At most 500 characters fit.',
  nameLong: 'At most 200 characters fit.',
  emailWrong: 'That is no e-mail address. One looks like name@example.org.',
  tooFast:
    'Not sent yet: there were several from your network just now. Nothing is lost. Send it again in {time}.',
  tooFastAsk: 'That was too fast. Ask again in {time}.',
  tooBig: 'That is more than fits here. Go back, make it shorter, and send it again.',
  tooMuch: 'Not sent yet: too much is being sent here at once. Go back, and send it again in a moment.',
  tooSlow: 'Not sent yet: this took too long to arrive. Go back, and send it again on a better line.',
  elsewhere: 'Nothing was sent: this has to come from the form on this server itself.',
  open: 'Open the form',

  done: 'Received. Number {number}.',
  doneLead:
    'A person here reads it and decides. With the receipt, and only with it, you can ask what became of it.',
  receipt: 'Your receipt',
  receiptHint: 'Copy it and keep it: it is shown here only, and can’t be sent to you again.',
  ask: 'Ask what became of it',
  another: 'Send another notice',

  askTitle: 'What became of a notice',
  askLead: 'Paste the receipt that you were given when you sent it.',
  askLink: 'Ask what became of a notice',
  unknown: 'This receipt isn’t known here. Copy it whole, with nothing before or after it.',
  status: 'Number {number}',
  stateOpen: 'Nobody has decided yet. Ask again another time.',
  stateActed: 'Decided on {date}: something was done about it.',
  stateNotActed: 'Decided on {date}: nothing was done about it.',
  redress:
    'If you think that is wrong, send another notice and name this number in it. Authorities and courts stay open to you.',
  again: 'Ask again',

  language: 'Language',
} as const

export type Words = Readonly<Record<keyof typeof en, string>>

const id: Words = {
  title: 'Laporkan sesuatu yang ilegal',
  lead: 'Untuk apa pun di sini yang melanggar hukum. Siapa saja bisa mengirimnya, tanpa akun dan tanpa obrolan. Seseorang membacanya dan memutuskan.',
  danger: 'Jika saat ini ada yang dalam bahaya, hubungi dulu nomor darurat di negaramu.',
  chat: 'Terjadi dalam obrolan yang masih kamu buka? Pilih Laporkan di sana: percakapannya ikut terkirim beserta buktinya.',

  text: 'Apa yang ilegal, dan mengapa',
  textHint:
    'Sebutkan di mana dan kapan, setepat mungkin: hari, jam, apa yang dikatakan atau ditunjukkan, dan nomor kasus jika ada. 20 sampai 5.000 karakter.',
  law: 'Hukum yang dilanggar (opsional)',
  who: 'Siapa kamu',
  whoHint:
    'Dengan nama dan alamat, pengelola tempat ini bisa membalasmu. Server ini tidak mengirim surel: tanda terima dan hasilnya ditampilkan di sini. Keduanya boleh dikosongkan, terutama jika menyangkut kekerasan seksual terhadap anak.',
  name: 'Namamu (opsional)',
  email: 'Alamat surelmu (opsional)',
  faith: 'Dengan mengirim ini kamu menyatakan yakin bahwa isinya benar dan lengkap.',
  send: 'Kirim laporan',

  wrong: 'Belum terkirim. Periksa yang ditandai di bawah.',
  wrongTitle: 'Belum terkirim: {title}',
  textShort: 'Tulis sedikit lagi: sekurangnya 20 karakter.',
  textLong: 'Paling banyak 5.000 karakter. Kurangi {n}.',
  lawLong: 'Paling banyak 500 karakter.',
  nameLong: 'Paling banyak 200 karakter.',
  emailWrong: 'Itu bukan alamat surel. Contohnya nama@example.org.',
  tooFast:
    'Belum terkirim: baru saja ada beberapa dari jaringanmu. Tidak ada yang hilang. Kirim lagi dalam {time}.',
  tooFastAsk: 'Itu terlalu cepat. Tanyakan lagi dalam {time}.',
  tooBig: 'Itu melebihi yang muat di sini. Kembali, persingkat, lalu kirim lagi.',
  tooMuch:
    'Belum terkirim: terlalu banyak yang dikirim ke sini sekaligus. Kembali, lalu kirim lagi sebentar lagi.',
  tooSlow:
    'Belum terkirim: ini terlalu lama sampai. Kembali, lalu kirim lagi dengan koneksi yang lebih baik.',
  elsewhere: 'Tidak ada yang terkirim: ini harus datang dari formulir di server ini sendiri.',
  open: 'Buka formulir',

  done: 'Diterima. Nomor {number}.',
  doneLead:
    'Seseorang di sini membacanya dan memutuskan. Dengan tanda terima ini, dan hanya dengan ini, kamu bisa menanyakan hasilnya.',
  receipt: 'Tanda terimamu',
  receiptHint: 'Salin dan simpan: hanya ditampilkan di sini, dan tidak bisa dikirim lagi kepadamu.',
  ask: 'Tanyakan hasilnya',
  another: 'Kirim laporan lain',

  askTitle: 'Hasil sebuah laporan',
  askLead: 'Tempelkan tanda terima yang kamu dapat saat mengirimnya.',
  askLink: 'Tanyakan hasil sebuah laporan',
  unknown: 'Tanda terima ini tidak dikenal di sini. Salin seluruhnya, tanpa apa pun sebelum atau sesudahnya.',
  status: 'Nomor {number}',
  stateOpen: 'Belum diputuskan. Tanyakan lagi lain waktu.',
  stateActed: 'Diputuskan pada {date}: sudah ditindaklanjuti.',
  stateNotActed: 'Diputuskan pada {date}: tidak ada tindakan.',
  redress:
    'Jika menurutmu itu keliru, kirim laporan lain dan sebutkan nomor ini di dalamnya. Jalan ke pihak berwenang dan pengadilan tetap terbuka bagimu.',
  again: 'Tanyakan lagi',

  language: 'Bahasa',
}

export const WORDS: Readonly<Record<Language, Words>> = { en, id }

export const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
