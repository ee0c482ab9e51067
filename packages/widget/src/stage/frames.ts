import type { Picture } from '@stranger-chat/core/media'

/** Whether a video has a picture to draw. */
export const shows = (video: HTMLVideoElement | null): video is HTMLVideoElement =>
  video?.srcObject != null && video.videoWidth > 0 && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA

/** Draws a video on a canvas of its own, the whole of it and no bars: for whoever judges pictures. */
export function grabber(
  video: () => HTMLVideoElement | null,
): (width: number, height: number) => Picture | null {
  let canvas: HTMLCanvasElement | null = null
  return (width, height) => {
    const source = video()
    if (!shows(source)) return null
    canvas ??= document.createElement('canvas')
    Object.assign(canvas, { width, height })
    const ink = canvas.getContext('2d', { willReadFrequently: true })
    ink?.drawImage(source, 0, 0, width, height)
    const pixels = ink?.getImageData(0, 0, width, height).data
    return pixels ? { width, height, pixels } : null
  }
}

/** Draws a video on a new canvas in its own proportions: for whoever looks at it later. */
export function still(video: HTMLVideoElement, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const scale = Math.min(width / video.videoWidth, height / video.videoHeight)
  const [w, h] = [video.videoWidth * scale, video.videoHeight * scale]
  canvas.getContext('2d')?.drawImage(video, (width - w) / 2, (height - h) / 2, w, h)
  return canvas
}
