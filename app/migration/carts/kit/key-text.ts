import { kitSays } from '#app/migration/messages/kit.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { Accepts } from '../cart.ts'

/** A key goes into an address or a header, which holds nothing else. */
const PRINTED = /^[!-~]*$/
const LONGEST = 200

/** A key or a secret as people copy it. @param missing what stands at an empty field */
export function keyText(what: 'key' | 'secret' | 'token', missing: Message): Accepts {
  return (typed) => {
    const value = typed.trim()
    if (value === '') return { wrong: missing }
    if (value.length > LONGEST) return { wrong: kitSays('keyTooLong', { what }) }
    return PRINTED.test(value) ? { value } : { wrong: kitSays('keyNotPrinted', { what }) }
  }
}
