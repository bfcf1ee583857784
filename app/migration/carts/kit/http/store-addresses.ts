import { OutboundHttpError } from '#app/platform/outbound-http.server.ts'

/** A place to look for the store: an origin and the folder it may live in. */
export type StoreAddress = {
  /** Without a trailing slash: "https://shop.example/folder". */
  base: string
}

type Places = { addresses: StoreAddress[]; insecure: StoreAddress[] }

/** No browser's address bar takes more. */
const LONGEST = 2_000

/**
 * Addresses to try for what a merchant typed, likeliest first: the folder as typed, then each
 * parent ("https://x/shop" may be a store in a folder or the shop page of a store at the root).
 * Without a scheme https comes first; `insecure` are the same addresses over http, to try only when
 * nothing listens for https. Null when it cannot be a web address.
 *
 * @param inside what of a path lies inside of a store: people copy it from the address bar
 */
export function storeAddresses(typed: string, inside: RegExp): Places | null {
  if (typed.length > LONGEST) return null
  const text = typed.trim().replace(/^["'<]+|[>"']+$/g, '')
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  let url: URL
  try {
    url = new URL(hasScheme ? text : `https://${text.replace(/^\/+/, '')}`)
  } catch {
    return null
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null
  const folders = folderCandidates(url.pathname.replace(inside, ''))
  const at = (scheme: string) => folders.map((path) => ({ base: `${scheme}//${url.host}${path}` }))
  return { addresses: at(url.protocol), insecure: hasScheme ? [] : at('http:') }
}

/**
 * What `find` finds among the addresses; over http only where nothing listens for https. Where neither
 * is a store, what https said is what counts. @throws what `find` throws
 */
export async function securestFirst<T>(
  { addresses, insecure }: Places,
  find: (addresses: readonly StoreAddress[]) => Promise<T>,
): Promise<T> {
  try {
    return await find(addresses)
  } catch (error) {
    const nothingListens =
      error instanceof Error &&
      error.cause instanceof OutboundHttpError &&
      error.cause.reason === 'unreachable'
    if (!nothingListens || insecure.length === 0) throw error
    try {
      return await find(insecure)
    } catch {
      throw error
    }
  }
}

function folderCandidates(path: string): string[] {
  const segments = path.split('/').filter(Boolean)
  // Deeper than three folders is a product page, not a store.
  const deepest = Math.min(segments.length, 3)
  return Array.from({ length: deepest + 1 }, (_, up) =>
    segments
      .slice(0, deepest - up)
      .map((segment) => `/${segment}`)
      .join(''),
  )
}
