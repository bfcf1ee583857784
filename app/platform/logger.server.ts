import pino from 'pino'

export type Logger = pino.Logger

/** Names whose values never reach a log line, wherever they stand in the logged object (two levels deep). */
const SECRET_NAMES = [
  'accessToken',
  'refreshToken',
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

/**
 * @param options.secretNames further names whose values are hidden
 * @param destination where the lines go; standard output by default
 */
export function createLogger(
  options: { level: string; name: string; secretNames: readonly string[] },
  destination?: pino.DestinationStream,
): Logger {
  const settings: pino.LoggerOptions = {
    name: options.name,
    level: options.level,
    base: { name: options.name },
    redact: {
      paths: [...SECRET_NAMES, ...options.secretNames].flatMap((name) => [
        name,
        `*.${name}`,
        `*.*.${name}`,
      ]),
      censor: '[hidden]',
    },
  }
  return destination ? pino(settings, destination) : pino(settings)
}

export const silentLogger: Logger = pino({ level: 'silent' })
