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

/** @param destination where the lines go; standard output by default. */
export function createLogger(
  options: { level: string; name: string },
  destination?: pino.DestinationStream,
): Logger {
  const settings: pino.LoggerOptions = {
    name: options.name,
    level: options.level,
    base: { name: options.name },
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[hidden]',
    },
  }
  return destination ? pino(settings, destination) : pino(settings)
}

export const silentLogger: Logger = pino({ level: 'silent' })
