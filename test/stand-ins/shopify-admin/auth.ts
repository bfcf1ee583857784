import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { AppIdentity } from './context.ts'

export type Token = {
  token: string
  shop: string
  kind: 'offline' | 'online'
  scopes: Set<string>
  /** Milliseconds; null: never. */
  expiresAt: number | null
}

const OFFLINE_SECONDS = 3600
const ONLINE_SECONDS = 24 * 3600
const REFRESH_SECONDS = 90 * 24 * 3600
const OFFLINE_TYPE = 'urn:shopify:params:oauth:token-type:offline-access-token'
const ONLINE_TYPE = 'urn:shopify:params:oauth:token-type:online-access-token'
const CLOCK_TOLERANCE_SECONDS = 10

const exchangeBody = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.string(),
  subject_token: z.string().optional(),
  subject_token_type: z.string().optional(),
  requested_token_type: z.string().optional(),
  refresh_token: z.string().optional(),
  expiring: z.union([z.string(), z.number(), z.boolean()]).optional(),
})

const claims = z.object({
  iss: z.string(),
  dest: z.string(),
  aud: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number(),
})

export type OAuthAnswer = { status: number; body: Record<string, unknown> }

export type Auth = {
  /** A live token, or null for unknown, expired, revoked and uninstalled ones. */
  find(token: string): Token | null
  sessionToken(shop: string): string
  /** A token that does not expire, for tests and for tools. */
  issueOfflineToken(shop: string): string
  /** Token exchange and refresh, as `POST /admin/oauth/access_token`. */
  exchange(shop: string, body: unknown): OAuthAnswer
  revoke(shop: string): void
  expireTokens(shop: string): void
  uninstall(shop: string): void
  isInstalled(shop: string): boolean
  removeScope(shop: string, scope: string): void
  restoreScopes(shop: string): void
  grantedScopes(shop: string): Set<string>
}

export function createAuth(options: {
  app: AppIdentity
  now: () => number
  fixedToken: string | null
  userOf(shop: string): { id: number; email: string }
}): Auth {
  const { app, now } = options
  const tokens = new Map<string, Token>()
  const refreshTokens = new Map<string, { shop: string; expiresAt: number }>()
  const installed = new Set<string>()
  const removedScopes = new Map<string, Set<string>>()

  const grantedScopes = (shop: string) => {
    const removed = removedScopes.get(shop) ?? new Set()
    return new Set(app.scopes.filter((scope) => !removed.has(scope)))
  }
  const issue = (shop: string, kind: Token['kind'], seconds: number | null): Token => {
    const prefix = kind === 'offline' ? 'shpat' : 'shpua'
    const token =
      kind === 'offline' && options.fixedToken !== null
        ? options.fixedToken
        : `${prefix}_${randomBytes(16).toString('hex')}`
    const record: Token = {
      token,
      shop,
      kind,
      scopes: grantedScopes(shop),
      expiresAt: seconds === null ? null : now() + seconds * 1000,
    }
    tokens.set(token, record)
    installed.add(shop)
    return record
  }
  const offlineAnswer = (shop: string, expiring: boolean): OAuthAnswer => {
    const issued = issue(shop, 'offline', expiring ? OFFLINE_SECONDS : null)
    const scope = [...issued.scopes].join(',')
    if (!expiring) return { status: 200, body: { access_token: issued.token, scope } }
    const refresh = `shprt_${randomBytes(16).toString('hex')}`
    refreshTokens.set(refresh, { shop, expiresAt: now() + REFRESH_SECONDS * 1000 })
    return {
      status: 200,
      body: {
        access_token: issued.token,
        scope,
        expires_in: OFFLINE_SECONDS,
        refresh_token: refresh,
        refresh_token_expires_in: REFRESH_SECONDS,
      },
    }
  }
  const onlineAnswer = (shop: string): OAuthAnswer => {
    const issued = issue(shop, 'online', ONLINE_SECONDS)
    const scope = [...issued.scopes].join(',')
    const user = options.userOf(shop)
    return {
      status: 200,
      body: {
        access_token: issued.token,
        scope,
        expires_in: ONLINE_SECONDS,
        associated_user_scope: scope,
        associated_user: {
          id: user.id,
          first_name: 'Store',
          last_name: 'Owner',
          email: user.email,
          account_owner: true,
          locale: 'en',
          collaborator: false,
          email_verified: true,
        },
      },
    }
  }
  const refuse = (error: string, description: string): OAuthAnswer => ({
    status: 400,
    body: { error, error_description: description },
  })

  return {
    find(token) {
      const record = tokens.get(token)
      if (!record || !installed.has(record.shop)) return null
      if (record.expiresAt !== null && record.expiresAt <= now()) return null
      const granted = grantedScopes(record.shop)
      return {
        ...record,
        scopes: new Set([...record.scopes].filter((scope) => granted.has(scope))),
      }
    },
    sessionToken(shop) {
      const at = Math.floor(now() / 1000)
      return signJwt(app.apiSecret, {
        iss: `https://${shop}/admin`,
        dest: `https://${shop}`,
        aud: app.apiKey,
        sub: String(options.userOf(shop).id),
        exp: at + 60,
        nbf: at,
        iat: at,
        jti: randomBytes(16).toString('hex'),
        sid: randomBytes(16).toString('hex'),
      })
    },
    issueOfflineToken: (shop) => issue(shop, 'offline', null).token,
    exchange(shop, body) {
      const parsed = exchangeBody.safeParse(body)
      if (!parsed.success) return refuse('invalid_request', 'Missing or invalid parameters')
      const request = parsed.data
      if (request.client_id !== app.apiKey || !sameText(request.client_secret, app.apiSecret)) {
        return refuse('invalid_client', 'Client authentication failed')
      }
      const expiring = ['1', 1, true, 'true'].some((yes) => yes === request.expiring)
      if (request.grant_type === 'refresh_token') {
        const known = refreshTokens.get(request.refresh_token ?? '')
        if (!known || known.shop !== shop || known.expiresAt <= now() || !installed.has(shop)) {
          return refuse('invalid_grant', 'This request requires an active refresh_token')
        }
        // Rotates: the used refresh token and the access tokens before it are of no use any more.
        refreshTokens.delete(request.refresh_token ?? '')
        for (const [token, record] of tokens) {
          if (record.shop === shop && record.kind === 'offline' && record.expiresAt !== null) {
            tokens.delete(token)
          }
        }
        return offlineAnswer(shop, true)
      }
      if (request.grant_type !== 'urn:ietf:params:oauth:grant-type:token-exchange') {
        return refuse('unsupported_grant_type', 'Unsupported grant type')
      }
      if (request.subject_token_type === OFFLINE_TYPE) {
        const record = tokens.get(request.subject_token ?? '')
        if (!record || record.shop !== shop) {
          return refuse('invalid_subject_token', 'Subject token is not valid')
        }
        tokens.delete(record.token)
        return offlineAnswer(shop, expiring)
      }
      const subject = verifyJwt(app.apiSecret, request.subject_token ?? '')
      const at = now() / 1000
      if (
        !subject ||
        subject.aud !== app.apiKey ||
        subject.dest !== `https://${shop}` ||
        subject.exp + CLOCK_TOLERANCE_SECONDS < at ||
        subject.nbf - CLOCK_TOLERANCE_SECONDS > at
      ) {
        return refuse('invalid_subject_token', 'Subject token is not a valid session token')
      }
      if (request.requested_token_type === ONLINE_TYPE) return onlineAnswer(shop)
      if (request.requested_token_type === OFFLINE_TYPE) return offlineAnswer(shop, expiring)
      return refuse('invalid_request', 'Unknown requested_token_type')
    },
    revoke(shop) {
      for (const [token, record] of tokens) if (record.shop === shop) tokens.delete(token)
    },
    expireTokens(shop) {
      for (const record of tokens.values()) if (record.shop === shop) record.expiresAt = now()
    },
    uninstall(shop) {
      installed.delete(shop)
      for (const [token, record] of tokens) if (record.shop === shop) tokens.delete(token)
      for (const [token, record] of refreshTokens) {
        if (record.shop === shop) refreshTokens.delete(token)
      }
    },
    isInstalled: (shop) => installed.has(shop),
    removeScope(shop, scope) {
      const removed = removedScopes.get(shop) ?? new Set<string>()
      removed.add(scope)
      removedScopes.set(shop, removed)
    },
    restoreScopes(shop) {
      removedScopes.delete(shop)
    },
    grantedScopes,
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function signature(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}

export function signJwt(secret: string, payload: Record<string, unknown>): string {
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`
  return `${text}.${signature(secret, text)}`
}

function verifyJwt(secret: string, token: string): z.infer<typeof claims> | null {
  const [header, payload, given] = token.split('.')
  if (!header || !payload || !given) return null
  if (!sameText(given, signature(secret, `${header}.${payload}`))) return null
  try {
    const parsed = claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
