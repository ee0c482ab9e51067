/**
 * A picture as something to put on a page; null if it is none. Drawn on a canvas, since a page's policy may have no word for images
 * of the page's own making, and an address for them would have to be taken back.
 */
export async function drawn(blob: Blob): Promise<HTMLCanvasElement | null> {
  const bitmap = await createImageBitmap(blob).catch(() => null)
  if (!bitmap) return null
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return canvas
}

/** Nothing of it stays in memory, whoever still holds it. */
export function wiped(canvas: HTMLCanvasElement): void {
  canvas.width = 0
  canvas.remove()
}
