import { createHmac } from 'node:crypto'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Field name → normalised JSON value. Names are stable: they are kept in the ledger. */
export type Fields = Record<string, Json>

/** JSON with sorted keys: equal values give equal text whatever order their keys came in. */
export function stableJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stableJson(value[key] ?? null)}`)
  return `{${entries.join(',')}}`
}

/**
 * Keyed hash of a value (HMAC-SHA256, base64url, 128 bits kept). Keyed, so that the ledger holds
 * nothing from which a name or an e-mail could be guessed.
 */
export function fingerprint(key: string, value: Json): string {
  return createHmac('sha256', key).update(stableJson(value)).digest('base64url').slice(0, 22)
}

export function fieldFingerprints(key: string, fields: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, fingerprint(key, value)]),
  )
}
