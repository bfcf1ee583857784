import { z } from 'zod'

const STORE = /^https:\/\/[a-z0-9][a-z0-9-]*\.myshopify\.com$/

/** What Shopify documents of a session token beyond its signature, audience and times. */
const claims = z
  .object({ iss: z.string(), dest: z.string().regex(STORE), exp: z.number() })
  .refine(({ iss, dest }) => iss === `${dest}/admin`)

/** Never a valid token, so that the library refuses it in its usual way. */
const UNFIT = 'unfit'

/**
 * The request as it is, or with a token that no one accepts in place of one whose claims do not fit
 * together. The signature is not looked at: a token that stays has yet to be verified.
 */
export function withFitToken(request: Request): Request {
  const [scheme, inHeader] = request.headers.get('authorization')?.split(' ') ?? []
  const url = new URL(request.url)
  const inAddress = url.searchParams.get('id_token')
  const headers = new Headers(request.headers)
  let unfit = false
  if (inHeader && !isFit(inHeader)) {
    headers.set('authorization', `${scheme} ${UNFIT}`)
    unfit = true
  }
  if (inAddress && !isFit(inAddress)) {
    url.searchParams.set('id_token', UNFIT)
    unfit = true
  }
  // The body is of no interest to whoever refuses a token.
  return unfit ? new Request(url, { method: request.method, headers }) : request
}

function isFit(token: string): boolean {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
    return claims.safeParse(JSON.parse(payload)).success
  } catch {
    return false
  }
}
