import type { SourceIdentity } from './source.ts'

/**
 * Whether two readings of an identity are the same store. A store id is compared where both
 * readings have one. An id that had to be made from the address ("url:…", when the cart gives none
 * or the key may not read it) proves nothing against one the cart gave: then the addresses decide,
 * so that an update of the old store in mid-project does not look like another store.
 */
export function isSameStore(a: SourceIdentity, b: SourceIdentity): boolean {
  if (a.storeId === b.storeId) return true
  const derived = a.storeId.startsWith('url:') || b.storeId.startsWith('url:')
  return derived && isSameAddress(a.url, b.url)
}

/** The same place, whatever the scheme, with or without "www." */
export function isSameAddress(a: string, b: string): boolean {
  return addressKey(a) === addressKey(b)
}

function addressKey(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/+$/, '')
}
