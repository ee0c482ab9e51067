/** The only timer of this package: calls `act` once, in so many milliseconds, unless the answer is called before. */
export function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}
