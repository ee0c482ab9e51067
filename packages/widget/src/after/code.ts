import { html } from 'lit'

/** What is meant to be typed as it is: a tag, a flag with its value, an attribute. */
const CODE = /(<[^>]+>|--[\w-]+ \S+?(?=\.?$|\.?\s)|\w+="[^"]*")/u

/** A sentence with code in it, which reads from the left whatever the sentence does. */
export const coded = (sentence: string): unknown =>
  sentence.split(CODE).map((piece, i) => (i % 2 === 1 ? html`<code dir="ltr">${piece}</code>` : piece))
