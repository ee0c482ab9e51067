import type { MediaPlatform, StreamLike, TrackLike } from '@stranger-chat/core/media'

/** What some browsers have beside the standard's types. */
interface Policy {
  readonly allowsFeature: (feature: string) => boolean
}
type PolicyDocument = Document & { readonly featurePolicy?: Policy }
type NetworkNavigator = Navigator & { readonly connection?: EventTarget }

/** A browser's own parts of calls, in the shape core takes them. Reads the page's globals when called, never at import. */
export function browserMedia(page: Window & typeof globalThis): MediaPlatform {
  const { navigator } = page
  const document: PolicyDocument = page.document
  const { connection }: NetworkNavigator = navigator
  return {
    // Missing in some embedded views, whatever the types of the DOM say.
    PeerConnection: (page as Partial<typeof page>).RTCPeerConnection,
    devices: (navigator as Partial<Navigator>).mediaDevices,
    stream: (tracks: readonly TrackLike[]) =>
      new page.MediaStream(tracks as unknown as MediaStreamTrack[]) as unknown as StreamLike,
    isSecure: page.isSecureContext,
    allows: (device) => document.featurePolicy?.allowsFeature(device) ?? true,
    onNetwork(changed) {
      page.addEventListener('online', changed)
      connection?.addEventListener('change', changed)
      return () => {
        page.removeEventListener('online', changed)
        connection?.removeEventListener('change', changed)
      }
    },
  }
}
