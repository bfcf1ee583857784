import { createHmac } from 'node:crypto'
import { MagentoError } from './errors.ts'

/** An integration as the admin shows it: what it may see, and the four values it gets in with. */
export type Integration = {
  consumerKey: string
  consumerSecret: string
  accessToken: string
  accessTokenSecret: string
  /** Access control names; everything when absent. */
  mayRead?: (resource: string) => boolean
}

export type Proof = { method: string; url: URL; authorization: string | undefined }

/**
 * Whose request it is; null: nobody's, and whether that is enough is for the route to say.
 *
 * A bearer token nobody has is no refusal of its own (measured: 299, 300). What a wrong signature is
 * told was never recorded: the words are those of Magento's own source.
 *
 * @param asBearer whether integrations' tokens may stand alone: off by default since 2.4.4
 * @throws MagentoError for a signature that does not fit
 */
export function integrationOf(
  integrations: readonly Integration[],
  { method, url, authorization = '' }: Proof,
  asBearer: boolean,
): Integration | null {
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1]
  if (bearer !== undefined) {
    if (!asBearer) return null
    return integrations.find(({ accessToken }) => accessToken === bearer) ?? null
  }
  if (!/^OAuth /i.test(authorization)) return null
  const given = new Map(
    [...authorization.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      decodeURIComponent(value),
    ]),
  )
  const key = given.get('oauth_consumer_key')
  const integration = integrations.find(({ consumerKey }) => consumerKey === key)
  if (!integration)
    throw new MagentoError(401, 'A consumer having the specified key does not exist')
  if (given.get('oauth_token') !== integration.accessToken)
    throw new MagentoError(401, 'Specified token does not exist')
  const algorithm = given.get('oauth_signature_method') === 'HMAC-SHA256' ? 'sha256' : 'sha1'
  const secret = `${encoded(integration.consumerSecret)}&${encoded(integration.accessTokenSecret)}`
  const signature = createHmac(algorithm, secret)
    .update(baseString(method, url, given))
    .digest('base64')
  if (signature !== given.get('oauth_signature'))
    throw new MagentoError(401, 'The signature is invalid. Verify and try again.')
  return integration
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** RFC 5849, section 3.4.1. */
function baseString(method: string, url: URL, given: ReadonlyMap<string, string>): string {
  const pairs = [...url.searchParams, ...given]
    .filter(([name]) => name !== 'oauth_signature' && name !== 'realm')
    .map(([name, value]): [string, string] => [encoded(name), encoded(value)])
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
  const query = pairs.map(([name, value]) => `${name}=${value}`).join('&')
  return [method.toUpperCase(), encoded(`${url.origin}${url.pathname}`), encoded(query)].join('&')
}
