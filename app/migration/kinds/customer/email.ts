import { domainToASCII } from 'node:url'

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
  const domain = text.slice(at + 1)
  return `${text.slice(0, at)}@${domainToASCII(domain) || domain}`
}
