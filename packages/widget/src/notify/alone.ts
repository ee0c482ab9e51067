type Locks = Pick<LockManager, 'request'>

/**
 * Does something unless another tab is at it: only one of them holds the lock of that name, and none waits for it. Where a browser has
 * no locks, or a page may not use them, it is done anyway.
 */
export function alone(
  name: string,
  act: () => Promise<void>,
  locks: Locks | null = (navigator as Partial<Navigator>).locks ?? null,
): void {
  let asked = false
  const held = async (lock: Lock | null): Promise<void> => {
    asked = true
    if (lock) await act()
  }
  const anyway = (): void => {
    if (!asked) void act()
  }
  if (locks) locks.request(name, { ifAvailable: true }, held).then(anyway, anyway)
  else anyway()
}
