import { LinkifyIt } from 'linkify-it'
import tlds from 'tlds' with { type: 'json' }

/**
 * Finds ways to somewhere else in what somebody says who may write none (`restrict`): addresses of pages, of machines and of
 * people. It is meant for what a person would follow, not for what a browser would open: signs that make an address no
 * address to a machine are looked through. Words that describe one ("evil dot com") are words.
 */

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true, tlds })

/** Names of schemes are endless, and nobody writes one by mistake. */
const SCHEME = /[a-z][a-z0-9+.-]{1,20}:\/\/|\b(?:magnet|mailto):\S|\bwww\.[^\s.]/i

/** Two ligatures that stand for whole sentences, and would make the longest message 18 times as long. */
const SENTENCES = /[\uFDFA\uFDFB]/gu
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu
/** An ideographic full stop is a point in a name; between two ideographs it ends a sentence. */
const IDEOGRAPHIC_STOP = /(?<=[a-z0-9])\u3002(?=[^\s\p{P}])|(?<=[^\s\p{P}])\u3002(?=[a-z0-9])/giu

/** Signs around a name that people read past, and the place where a script begins that puts no space before its words. */
const LOOSE =
  /[:/\\_|*~@=\p{S}]|(?<![\p{L}\p{N}])[.-]+|[.-]+(?![\p{L}\p{N}])|(?<=[a-z0-9])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}])/giu

/** Common words that end a sentence, and common ones that begin the next and are endings of names too. */
const BEFORE = [
  'hi|hey|hello|ok|okay|yes|yeah|yep|no|nope|oh|ah|haha|lol|wow|hm+|sure|well|right|thanks|bye|sorry|please',
  'and|but|so|really|maybe|why|what|who|you|u|me|it|that|this|too|same|fine|good|cool|nice|god',
  'oke|ya|iya|hai|halo|aku|kamu|gw|gue|lu|ga|gak|tapi',
].join('|')
const BEHIND = 'me|my|is|it|in|so|to|no|at|be|do|am|us|as|by|lol|now|how|you|ga|ke|lu'
/** A full stop that only lacks its space: between such words, and before the unit of a number (`5.pm`). */
const SLIP = new RegExp(
  `(?<![\\p{L}\\p{N}.@/:_-])(${BEFORE}|\\d{1,3}(?=\\.[a-z]{2}(?![a-z])))\\.(?=(?:${BEHIND}|(?<=\\d\\.)[a-z]{2})(?![\\p{L}\\p{N}/?#:@_-]|\\.[\\p{L}\\p{N}]))`,
  'giu',
)

export function hasLink(text: string): boolean {
  const plain = text
    .replace(SENTENCES, ' ')
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(IDEOGRAPHIC_STOP, '.')
    .replace(SLIP, '$1. ')
  return SCHEME.test(plain) || linkify.test(plain) || linkify.test(plain.replace(LOOSE, ' '))
}
