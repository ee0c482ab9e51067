/**
 * A key that belongs to an IME. Safari ends a composition before the Enter that confirmed it goes down, and then only this old code
 * tells.
 */
export const composing = (event: KeyboardEvent): boolean =>
  // oxlint-disable-next-line typescript/no-deprecated -- the only mark of an IME's key that every browser sets
  event.isComposing || event.keyCode === 229
