import { type PictureSource, Reporting } from '../controllers/reporting.js'

let offered: PictureSource | null = null
const { open } = Reporting.prototype
/** What a call would set when it begins. */
Reporting.prototype.open = function (this: Reporting) {
  if (offered) this.pictures = offered
  open.call(this)
}

/** Every report that opens from now on has these of its call; with null none has. */
export function offer(source: PictureSource | readonly Blob[] | null): void {
  offered = typeof source === 'function' || source === null ? source : () => Promise.resolve(source)
}
