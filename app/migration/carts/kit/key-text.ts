import { z } from 'zod'

/** A key goes into an address or a header, which holds nothing else. */
const PRINTED = /^[!-~]*$/

/**
 * A key or a secret as people copy it. @param what "the consumer key"
 */
export function keyText({ what, short }: { what: string; short: 'key' | 'secret' | 'token' }) {
  return z
    .string(`Enter ${what}.`)
    .trim()
    .min(1, `Enter ${what}.`)
    .max(200, `This ${short} is too long.`)
    .regex(PRINTED, 'This holds characters that no key has. Copy the key again.')
}
