import { fingerprint } from '../values/fingerprint.ts'
import { GUEST_PREFIX } from '../values/guest-id.ts'
import { normalizedEmail } from './email.ts'

/**
 * The same person gets the same id however the e-mail address was typed.
 * @param key of the keyed hash
 */
export function guestSourceId(key: string, email: string): string {
  return `${GUEST_PREFIX}${fingerprint(key, normalizedEmail(email))}`
}
