import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holds } from '#test/helpers/arithmetic/property.ts'
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

  test('open to the same bytes, also as JSON with any text in it and in any order of keys', () => {
    const vault = createVault(new Map([['k1', oldKey]]))
    holds(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (secret) => {
        const text = JSON.stringify(secret)
        expect(vault.open(vault.seal(text, 'a'), 'a')).toBe(text)
      }),
      60,
    )
  })

  test('do not open in another place than they were sealed for', () => {
    const vault = createVault(new Map([['k1', oldKey]]))
    holds(
      fc.property(fc.string(), fc.string(), fc.string(), (secret, here, there) => {
        fc.pre(here !== there)
        const sealed = vault.seal(secret, here)
        expect(() => vault.open(sealed, there)).toThrow()
      }),
    )
  })

  test('do not open when any bit was changed, or anything is missing or was added', () => {
    const vault = createVault(new Map([['k1', oldKey]]))
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat(7) }),
      fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), bit: fc.constant(0) }),
      fc.record({ kind: fc.constant('add' as const), at: fc.constant(0), bit: fc.nat(255) }),
    )
    holds(
      fc.property(fc.string(), damage, (secret, { kind, at, bit }) => {
        const sealed = vault.seal(secret, 'a')
        const { length } = sealed.cipher
        const place = at % length
        const cipher =
          kind === 'flip'
            ? sealed.cipher.map((byte, index) => (index === place ? byte ^ (1 << bit) : byte))
            : kind === 'cut'
              ? sealed.cipher.slice(0, place)
              : Uint8Array.from([...sealed.cipher, bit])
        expect(() => vault.open({ ...sealed, cipher }, 'a')).toThrow()
      }),
      500,
    )
  })

  test('do not open with a shortened seal, which could be guessed', () => {
    const vault = createVault(new Map([['k1', oldKey]]))
    const sealed = vault.seal('', 'a')
    for (let length = 0; length < sealed.cipher.length; length += 1) {
      const cipher = sealed.cipher.slice(0, length)
      expect(() => vault.open({ ...sealed, cipher }, 'a'), `${length} bytes`).toThrow()
    }
  })

  test('do not open with another key of the same name', () => {
    const sealed = createVault(new Map([['k1', oldKey]])).seal('secret', 'a')
    expect(() => createVault(new Map([['k1', newKey]])).open(sealed, 'a')).toThrow()
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
