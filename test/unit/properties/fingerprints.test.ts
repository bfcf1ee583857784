import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import { normalizeDecimal } from '#app/migration/kinds/values/money.ts'
import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import { fromGmt } from '#app/migration/carts/kit/text/time.ts'
import { expectedFields } from '#app/migration/shopify/kinds.ts'
import { normalizeTime } from '#app/migration/shopify/values/normalize.ts'
import {
  aCustomer,
  aLine,
  anAddress,
  anOrder,
  aProduct,
  aVariant,
} from '#test/helpers/records/canonical-samples.ts'
import { exact, textOf } from '#test/helpers/arithmetic/exact.ts'
import { holds } from '#test/helpers/arithmetic/property.ts'

const OPTIONS = {
  projectId: 'p1',
  orderNamePrefix: '',
  locationId: null,
  currency: 'EUR',
}
const of = (record: CanonicalRecord, key = 'key') =>
  fingerprint(key, expectedFields(record, OPTIONS))

/** The same object with its keys in another order, all the way down. */
function shuffled<T>(value: T, turn: number): T {
  if (Array.isArray(value)) return value.map((each) => shuffled(each, turn)) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const from = entries.length === 0 ? 0 : turn % entries.length
  const turned = [...entries.slice(from), ...entries.slice(0, from)].toReversed()
  return Object.fromEntries(turned.map(([key, each]) => [key, shuffled(each, turn)])) as T
}

/** One instant in the notations that carts write times in. */
const moments = fc
  .date({ min: new Date('1980-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000))
function notations(date: Date, offsetMinutes: number): string[] {
  const utc = date.toISOString()
  const sign = offsetMinutes < 0 ? '-' : '+'
  const size = Math.abs(offsetMinutes)
  const zone = `${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
  const local = new Date(date.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 19)
  return [utc, `${utc.slice(0, 19)}Z`, `${utc.slice(0, 19)}+00:00`, `${local}${sign}${zone}`]
}
/** One amount with zeros before and behind. */
const amounts = fc
  .tuple(fc.nat(10 ** 7), fc.nat(2), fc.nat(3), fc.nat(4))
  .map(([units, places, before, behind]) => {
    const text = textOf({ n: BigInt(units), d: 10n ** BigInt(places) }, places)
    const longer = `${'0'.repeat(before)}${text}${text.includes('.') ? '' : behind > 0 ? '.' : ''}${'0'.repeat(behind)}`
    return { text, longer }
  })
const tags = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 6 })

describe('the fingerprint of a record', () => {
  it('is the same whatever order its keys come in', () => {
    const records = [
      anOrder({ billingAddress: anAddress(), lines: [aLine(), aLine({ sourceId: '2' })] }),
      aProduct(),
      aCustomer({ addresses: [anAddress()] }),
    ]
    holds(
      fc.property(fc.constantFrom(...records), fc.nat(30), (record, turn) => {
        expect(of(shuffled(record, turn))).toBe(of(record))
      }),
    )
  })

  it('is the same for the same instant in any notation, and another for another second', () => {
    holds(
      fc.property(moments, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        const own = of(anOrder({ placedAt: date.toISOString() }))
        for (const placedAt of notations(date, offset)) expect(of(anOrder({ placedAt }))).toBe(own)
        const next = new Date(date.getTime() + 1000).toISOString()
        expect(of(anOrder({ placedAt: next }))).not.toBe(own)
      }),
    )
  })

  it('is the same for 10, 10.00 and 010, and another for a cent more', () => {
    holds(
      fc.property(amounts, ({ text, longer }) => {
        expect(normalizeDecimal(longer)).toBe(normalizeDecimal(text))
        const order = (amount: string) =>
          anOrder({ lines: [aLine({ subtotal: amount, total: amount })], total: amount })
        const product = (price: string) => aProduct({ variants: [aVariant({ price })] })
        expect(of(order(longer))).toBe(of(order(text)))
        expect(of(product(longer))).toBe(of(product(text)))
        const more = textOf({ n: exact(text).n * 100n + exact(text).d, d: exact(text).d * 100n }, 4)
        expect(of(order(more))).not.toBe(of(order(text)))
        expect(of(product(more))).not.toBe(of(product(text)))
      }),
    )
  })

  it('is the same whatever order tags come in, and another when one is gone', () => {
    holds(
      fc.property(tags, (list) => {
        const own = of(aProduct({ tags: list }))
        expect(of(aProduct({ tags: list.toReversed() }))).toBe(own)
        expect(of(aProduct({ tags: [...list, ...list] }))).toBe(own)
        if (list.length > 0) expect(of(aProduct({ tags: list.slice(1) }))).not.toBe(own)
      }),
    )
  })

  it('is the same for the same text with blanks around it, and another for another text', () => {
    holds(
      fc.property(
        fc.stringMatching(/^[\p{L}\d]{1,20}$/u),
        fc.constantFrom(' ', '\t', '\n'),
        (text, blank) => {
          const note = (value: string) => of(anOrder({ note: value }))
          expect(note(`${blank}${text}${blank}`)).toBe(note(text))
          expect(note(`${text}x`)).not.toBe(note(text))
          expect(note(`${text}\r\n${text}`)).toBe(note(`${text}\n${text}`))
        },
      ),
    )
  })

  it('tells composed letters from decomposed ones, as Shopify shows them as they were typed', () => {
    const note = (value: string) => of(anOrder({ note: value }))
    expect(note('Café')).not.toBe(note('Cafe\u0301'))
    // Handles are made by Shopify, which composes.
    const handle = (value: string) => expectedFields(aProduct({ handle: value }), OPTIONS).handle
    expect(handle('café')).toBe(handle('cafe\u0301'))
  })

  it('cannot be compared or guessed without the key', () => {
    holds(
      fc.property(fc.string(), fc.string(), fc.string(), (one, other, note) => {
        fc.pre(one !== other)
        const order = anOrder({ note })
        expect(of(order, one)).not.toBe(of(order, other))
      }),
    )
  })
})

it('a change time of WooCommerce is the same instant with or without its zone', () => {
  holds(
    fc.property(moments, (date) => {
      const bare = date.toISOString().slice(0, 19)
      const instant = `${bare}Z`
      for (const text of [bare, `${bare}Z`, bare.replace('T', ' '), `${bare}.000Z`]) {
        expect(fromGmt(text)).toBe(instant)
      }
      expect(normalizeTime(instant)).toBe(instant)
    }),
  )
})
