import { describe, expect, test } from 'vitest'
import { parseEnv } from '#app/env.server.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const complete = {
  DATABASE_URL: 'postgresql://app@localhost/app',
  SHOPIFY_API_KEY: 'key',
  SHOPIFY_API_SECRET: 'secret',
  SHOPIFY_APP_URL: 'https://app.example.com',
  SCOPES: 'write_products, write_orders',
  ENCRYPTION_KEYS: `k2:${key},k1:${key}`,
  FINGERPRINT_KEY: key,
}

describe('the environment', () => {
  test('is production unless it says otherwise', () => {
    const env = parseEnv(complete)
    expect(env.APP_ENV).toBe('production')
    expect(env.SCOPES).toEqual(['write_products', 'write_orders'])
    expect([...env.ENCRYPTION_KEYS.keys()]).toEqual(['k2', 'k1'])
  })

  test.each(['DEV_FRAME_ANCESTORS', 'DEV_ALLOW_PRIVATE_SOURCES', 'APP_BRIDGE_URL'])(
    'refuses to start in production with %s',
    (name) => {
      const value = name === 'DEV_ALLOW_PRIVATE_SOURCES' ? 'false' : 'http://localhost:9000/x'
      expect(() => parseEnv({ ...complete, [name]: value })).toThrow(
        `Refusing to start in production with ${name}`,
      )
      expect(() => parseEnv({ ...complete, APP_ENV: 'demo', [name]: value })).not.toThrow()
    },
  )

  test('names every variable that is missing or wrong, and no value', () => {
    const broken = { ...complete, DATABASE_URL: '', ENCRYPTION_KEYS: 'k1:c2hvcnQ=' }
    expect(() => parseEnv(broken)).toThrow(/DATABASE_URL: .*\n.*ENCRYPTION_KEYS: expected id:key/)
    expect(() => parseEnv(broken)).not.toThrow(/c2hvcnQ/)
  })

  test('takes only https as the address of a production app', () => {
    expect(() => parseEnv({ ...complete, SHOPIFY_APP_URL: 'http://app.example.com' })).toThrow(
      'must be an https:// address',
    )
  })

  test('serves metrics only where it is told to, and never where the public asks', () => {
    expect(parseEnv(complete)).toMatchObject({ METRICS_HOST: '127.0.0.1' })
    expect(parseEnv(complete).METRICS_PORT).toBeUndefined()
    expect(() => parseEnv({ ...complete, PORT: '3000', METRICS_PORT: '3000' })).toThrow(
      'METRICS_PORT must not be PORT',
    )
  })
})
