import { z } from 'zod'

/**
 * Everything the app takes from its environment, parsed once at start. Nothing else reads
 * `process.env`. Variables beginning with DEV_ open doors that must stay closed in production: the
 * app refuses to start with one of them when APP_ENV is `production` (the default).
 */
const base64Key = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
)

const schema = z.object({
  APP_ENV: z.enum(['production', 'development', 'demo', 'test']).default('production'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  SHOPIFY_APP_URL: z.url(),
  SHOPIFY_APP_HANDLE: z.string().min(1).default('recent-data-migration'),
  SCOPES: list,
  /** `id:base64key` pairs, comma separated; the first one encrypts, all of them decrypt. */
  ENCRYPTION_KEYS: z.string().transform((text, context) => {
    const keys = new Map<string, Buffer>()
    for (const pair of text.split(',')) {
      const [id, key] = pair.trim().split(':')
      const parsed = base64Key.safeParse(key)
      if (!id || !parsed.success) {
        context.addIssue({
          code: 'custom',
          message: 'expected id:key pairs, each key 32 bytes in base64',
        })
        return z.NEVER
      }
      keys.set(id, Buffer.from(parsed.data, 'base64'))
    }
    return keys
  }),
  /** Keys the fingerprints and guest ids; changing it makes every record look changed. */
  FINGERPRINT_KEY: base64Key,
  PORT: z.coerce.number().int().min(0).default(3000),
  /** Address to listen on; every address when it is not set. */
  HOST: z.string().min(1).optional(),
  /** Prometheus metrics, on a port of their own that is not open to the world; not set: none. */
  METRICS_PORT: z.coerce.number().int().min(0).optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  /** How long a worker owns a run without a sign of life, and how often it gives one. */
  RUN_LEASE_MS: z.coerce.number().int().positive().default(30_000),
  RUN_HEARTBEAT_MS: z.coerce.number().int().positive().default(5_000),
  /** So many workers may die over a run that gets no further in between; then it is paused. */
  RUN_MAX_CRASHES: z.coerce.number().int().positive().default(5),
  /** How far each window reaches back before the watermark; at least one tick of the source. */
  WINDOW_OVERLAP_MS: z.coerce.number().int().min(0).default(300_000),
  /** How often an idle worker looks for work nobody woke it for. */
  WORKER_POLL_MS: z.coerce.number().int().positive().default(5_000),
  SOURCE_TIMEOUT_MS: z.coerce.number().int().positive().default(30_000),
  SHOPIFY_TIMEOUT_MS: z.coerce.number().int().positive().default(60_000),
  /** How long the web process counts an old store for an estimate; then it says "at least". */
  ESTIMATE_BUDGET_MS: z.coerce.number().int().positive().default(20_000),
  /** Records per page of the source; smaller ones help a store on a slow host. */
  SOURCE_PAGE_SIZE: z.coerce.number().int().min(1).max(100).default(100),
  /** Calls that may succeed later: tries without any progress, and the waits in between. */
  RETRY_ATTEMPTS: z.coerce.number().int().positive().default(6),
  RETRY_FIRST_DELAY_MS: z.coerce.number().int().positive().default(1_000),
  RETRY_MAX_DELAY_MS: z.coerce.number().int().positive().default(30_000),
  /** Extra origins allowed to frame the app (a local stand-in of the admin). */
  DEV_FRAME_ANCESTORS: list.optional(),
  /** `true` lets a source live on a private or loopback address, over plain HTTP. */
  DEV_ALLOW_PRIVATE_SOURCES: z.stringbool().optional(),
  /** App Bridge script instead of Shopify's CDN. */
  APP_BRIDGE_URL: z.url().optional(),
})

const FORBIDDEN_IN_PRODUCTION = [
  'DEV_FRAME_ANCESTORS',
  'DEV_ALLOW_PRIVATE_SOURCES',
  'APP_BRIDGE_URL',
] as const

export type Env = z.infer<typeof schema>

/** @throws Error with one readable line per variable that is missing or wrong. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(set)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment is not complete:\n${lines.join('\n')}`)
  }
  const env = parsed.data
  if (env.METRICS_PORT !== undefined && env.METRICS_PORT === env.PORT && env.PORT !== 0) {
    throw new Error('METRICS_PORT must not be PORT: the metrics are not for the public.')
  }
  if (env.APP_ENV === 'production') {
    const open = FORBIDDEN_IN_PRODUCTION.filter((name) => set[name] !== undefined)
    if (open.length > 0) {
      throw new Error(
        `Refusing to start in production with ${open.join(', ')}: these exist for development only.`,
      )
    }
    if (!env.SHOPIFY_APP_URL.startsWith('https://')) {
      throw new Error('SHOPIFY_APP_URL must be an https:// address in production.')
    }
  }
  return env
}

let parsed: Env | undefined

/** The process's environment, parsed at the first call. */
export function env(): Env {
  return (parsed ??= parseEnv(process.env))
}
