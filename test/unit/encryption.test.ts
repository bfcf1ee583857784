import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createVault } from '#app/platform/encryption.server.ts'

const oldKey = randomBytes(32)
const newKey = randomBytes(32)

describe('sealed secrets', () => {
  test('open to what was sealed, whatever it was', () => {
    const vault = createVault(new Map([['k1', oldKey]]))
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (secret, context) => {
        expect(vault.open(vault.seal(secret, context), context)).toBe(secret)
      }),
    )
  })

  test('never look the same twice', () => {
    const vault = createVault(new Map([['k1', oldKey]]))
    expect(vault.seal('same', 'a').cipher).not.toEqual(vault.seal('same', 'a').cipher)
  })

  test('do not open in another place than they were sealed for', () => {
    const vault = createVault(new Map([['k1', oldKey]]))
    const sealed = vault.seal('secret', 'project:1')
    expect(() => vault.open(sealed, 'project:2')).toThrow()
  })

  test('do not open when one bit was changed', () => {
    const vault = createVault(new Map([['k1', oldKey]]))
    const sealed = vault.seal('secret', 'a')
    const cipher = Uint8Array.from(sealed.cipher, (byte, index) => (index === 14 ? byte ^ 1 : byte))
    expect(() => vault.open({ ...sealed, cipher }, 'a')).toThrow()
  })

  test('stay readable after the key was rotated, and are known to be stale', () => {
    const sealed = createVault(new Map([['k1', oldKey]])).seal('secret', 'a')
    const rotated = createVault(
      new Map([
        ['k2', newKey],
        ['k1', oldKey],
      ]),
    )
    expect(rotated.open(sealed, 'a')).toBe('secret')
    expect(rotated.isStale(sealed.keyId)).toBe(true)
    expect(rotated.isStale(rotated.seal('secret', 'a').keyId)).toBe(false)
  })

  test('say so when their key is gone', () => {
    const sealed = createVault(new Map([['k1', oldKey]])).seal('secret', 'a')
    const without = createVault(new Map([['k2', newKey]]))
    expect(() => without.open(sealed, 'a')).toThrow(/key "k1" is not configured/)
  })
})
