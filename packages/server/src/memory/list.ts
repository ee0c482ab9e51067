/**
 * A doubly linked list whose links the members carry themselves: taking one out from the middle is O(1) and scans nothing.
 * (A `Set` used as a queue rescans its deleted slots: a hundred times slower at 100,000 waiting.)
 */
export class List<T> {
  first: Link<T> | undefined
  last: Link<T> | undefined
  size = 0
  /** Where the next look-ahead goes on; always a link of this list, or nothing to start from the front. */
  hand: Link<T> | undefined

  /** Puts a link behind `before`, or in front of all. The link must be in no list. */
  insertAfter(before: Link<T> | undefined, link: Link<T>): void {
    const after = before === undefined ? this.first : before.next
    link.list = this
    link.previous = before
    link.next = after
    if (before === undefined) this.first = link
    else before.next = link
    if (after === undefined) this.last = link
    else after.previous = link
    this.size++
  }

  remove(link: Link<T>): void {
    if (link.list !== this) return
    if (this.hand === link) this.hand = link.next
    if (link.previous === undefined) this.first = link.next
    else link.previous.next = link.next
    if (link.next === undefined) this.last = link.previous
    else link.next.previous = link.previous
    link.list = link.previous = link.next = undefined
    this.size--
  }
}

export class Link<T> {
  readonly value: T
  list: List<T> | undefined
  previous: Link<T> | undefined
  next: Link<T> | undefined

  constructor(value: T) {
    this.value = value
  }
}
