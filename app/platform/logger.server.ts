import pino from 'pino'

export type Logger = pino.Logger

/** Keys that never reach a log line, wherever they stand in the logged object (two levels deep). */
const SECRET_KEYS = [
  'accessToken',
  'refreshToken',
  'consumerKey',
  'consumerSecret',
  'credentials',
  'authorization',
  'Authorization',
  'email',
  'phone',
  'firstName',
  'lastName',
  'address',
  'id_token',
]

export function createLogger(options: { level: string; name: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    base: { name: options.name },
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[hidden]',
    },
  })
}

export const silentLogger: Logger = pino({ level: 'silent' })
