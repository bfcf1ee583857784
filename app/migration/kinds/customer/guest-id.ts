/** With this begins a guest's source id. */
export const GUEST_PREFIX = 'guest:'

/** Guests exist on orders only; the rest of their source id is a keyed hash of the e-mail address. */
export function isGuestId(sourceId: string): boolean {
  return sourceId.startsWith(GUEST_PREFIX)
}
