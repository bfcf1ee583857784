import { fingerprint } from '../values/fingerprint.ts'
import { normalizedEmail } from './email.ts'

/** With this begins a guest's source id. */
export const GUEST_PREFIX = 'guest:'

/** Guests exist on orders only; the rest of their source id is a keyed hash of the e-mail address. */
export function isGuestId(sourceId: string): boolean {
  return sourceId.startsWith(GUEST_PREFIX)
}

/**
 * The same person gets the same id however the e-mail address was typed.
 * @param key of the keyed hash
 */
export function guestSourceId(key: string, email: string): string {
  return `${GUEST_PREFIX}${fingerprint(key, normalizedEmail(email))}`
}
