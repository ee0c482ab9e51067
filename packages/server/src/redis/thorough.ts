/** So many at once. */
const AT_ONCE = 50

/**
 * Does something about each, some at once, whatever becomes of the others: what one shard can't answer keeps nobody from the
 * rest. Then throws what failed first.
 */
export async function thorough<T>(all: Iterable<T>, about: (one: T) => Promise<unknown>): Promise<void> {
  const them = [...all]
  const failures: unknown[] = []
  for (let from = 0; from < them.length; from += AT_ONCE) {
    const done = await Promise.allSettled(them.slice(from, from + AT_ONCE).map(about))
    for (const one of done) if (one.status === 'rejected') failures.push(one.reason)
  }
  if (failures.length > 0) throw failures[0]
}
