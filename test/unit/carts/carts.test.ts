import { describe, expect, test } from 'vitest'
import {
  cartForms,
  cartId,
  cartOf,
  createSourceConnector,
  credentialNames,
} from '#app/migration/carts/registry.server.ts'
import { silentLogger, createLogger } from '#app/platform/logger.server.ts'
import { typedAgain } from '#app/projects/connect-form.server.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'

const carts = cartForms().map(({ id }) => cartOf(id))

describe.each(carts.map((cart) => [cart.name, cart] as const))('%s', (_, cart) => {
  test('brings a form that is data alone, and asks for each credential once', () => {
    const form = cartForms().find(({ id }) => id === cart.id)
    expect(JSON.parse(JSON.stringify(form))).toEqual(form)
    const names = cart.fields.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(
      ['cart', 'url', 'movedTo', 'replaceLinked'].filter((name) => names.includes(name)),
    ).toEqual([])
  })

  test('says what it does not read and what it never moves', () => {
    expect(cart.capabilities.cart).toBe(cart.name)
    expect(cart.capabilities.neverRead.length).toBeGreaterThan(0)
    expect(cart.neverMoved.length).toBeGreaterThan(0)
  })

  test('shows no secret again that was typed', () => {
    const typed = Object.fromEntries(cart.fields.map(({ name }) => [name, `typed ${name}`]))
    const shown = typedAgain({ ...typed, url: 'https://shop.example' })
    for (const { name, isSecret } of cart.fields) {
      expect(shown[name]).toBe(isSecret ? undefined : `typed ${name}`)
    }
    expect(shown).toMatchObject({ url: 'https://shop.example' })
  })

  test('keeps its credentials out of the logs', () => {
    let log = ''
    const logger = createLogger(
      { level: 'info', name: 'test', secretNames: credentialNames() },
      { write: (line) => void (log += line) },
    )
    for (const { name } of cart.fields) logger.info({ [name]: 'told', deep: { [name]: 'told' } })
    expect(log).not.toContain('told')
  })
})

test('credentials that lack what the cart asks for are refused before anything is sent', () => {
  const deps = {
    http: { request: () => Promise.reject(new Error('sent')), close: () => Promise.resolve() },
    clock: createFakeClock(),
    fingerprintKey: 'key',
    logger: silentLogger,
  }
  for (const { id: cart } of carts) {
    const connection = { cart, url: 'https://shop.example', credentials: {} }
    expect(() => createSourceConnector(connection, deps)).toThrow(/Invalid/)
  }
})

test('an id that no cart has is none', () => {
  expect(cartId.safeParse('toString').success).toBe(false)
  expect(() => cartOf('toString')).toThrow('No cart is called “toString”')
})
