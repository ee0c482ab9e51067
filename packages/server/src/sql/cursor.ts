/**
 * Where a page of a list ended, as one word that comes back from a browser: whole numbers, then the id of the last row,
 * divided by points.
 */
export const cursorOf = (numbers: readonly number[], id: string): string => [...numbers, id].join('.')

/** `undefined`, which is the first page, for anything that `cursorOf` didn't make. */
export function parseCursor(
  cursor: string,
  count: number,
): { readonly numbers: readonly number[]; readonly id: string } | undefined {
  const parts = cursor.split('.')
  const numbers = parts.slice(0, count).map(Number)
  const id = parts.slice(count).join('.')
  if (parts.length <= count || id === '' || !numbers.every(Number.isSafeInteger)) return undefined
  return { numbers, id }
}
