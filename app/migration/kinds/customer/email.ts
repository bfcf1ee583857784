/**
 * What makes two spellings of an e-mail address one: white space is none of it (Shopify removes it
 * inside as well, recorded), case does not count, and an international domain is the same in its
 * own letters and in ASCII (`müller.example`, `xn--mller-kva.example`). For comparing and for
 * finding people, never for sending.
 */
export function normalizedEmail(email: string): string {
  const text = email.replace(/\s+/gu, '').toLowerCase()
  const at = text.lastIndexOf('@')
  if (at < 0) return text
  return `${text.slice(0, at)}@${inAscii(text.slice(at + 1))}`
}

/** No host has this name. */
const NO_HOST = 'none.invalid'

/** What is no domain stays as it is. Without Node's own `domainToASCII`: browsers read this as well. */
function inAscii(domain: string): string {
  const url = new URL(`ws://${NO_HOST}`)
  url.hostname = domain
  return url.hostname === NO_HOST ? domain : url.hostname
}
