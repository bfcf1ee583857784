/** With this begins a guest's source id. */
export const GUEST_PREFIX = 'guest:'

/** Guests exist on other records only; the rest of their source id is a keyed hash. */
export function isGuestId(sourceId: string): boolean {
  return sourceId.startsWith(GUEST_PREFIX)
}
