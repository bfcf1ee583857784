/** Bounded by the longest address there is, so that a long text without one is read only once. */
const EMAIL = /[^\s"'“”‘’<>():,;]{1,254}@[^\s"'“”‘’<>():,;]+/g
/** Seven digits or more as people write them; ids (`gid://shopify/Order/1234567`) stay. */
const PHONE = /(?<![\w/+.-])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?![\w-])/g

/**
 * Shopify quotes in its refusals what it was sent. Those words are kept and shown, so e-mail
 * addresses and phone numbers are taken out of them.
 */
export function withoutContacts(words: string): string {
  return words.replace(EMAIL, '[e-mail address]').replace(PHONE, '[number]')
}
