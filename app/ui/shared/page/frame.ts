/** The route that draws the frame of every embedded screen, as Remix names it by its file. */
export const FRAME_ROUTE = 'routes/app'

/** What the frame loads once; it does not change while the merchant works in it. */
export type FrameData = {
  apiKey: string
  /** Null: from where Shopify serves it. */
  appBridgeUrl: string | null
  /** IANA zone of the store. */
  zone: string
}
