import { describe, expect, it } from 'vitest'
import { ShopifyRefused } from '#app/migration/shopify/api/check-user-errors.ts'
import { withoutContacts } from '#app/migration/shopify/api/without-contacts.ts'

describe('words of Shopify that are kept', () => {
  it.each([
    ['Could not coerce value "ada@example.com" to String', '[e-mail address]'],
    ['“ada.l+shop@mail.example.co.uk” is not valid', '[e-mail address]'],
    ['Phone +49 (170) 123-4567 is invalid', '[number]'],
    ['value 5551234567, too short', '[number]'],
  ])('%s names nobody', (words, sign) => {
    const kept = withoutContacts(words)
    expect(kept).toContain(sign)
    expect(kept).not.toMatch(/ada|\d/)
  })

  it.each([
    'Product gid://shopify/Product/7654321098765 does not exist',
    'Title is too long (maximum is 255 characters)',
    'Total 1234.50 does not match 1234.51',
    'The date 2026-01-31T10:00:00Z is in the future',
    'Email has already been taken',
  ])('%s stays as it is', (words) => {
    expect(withoutContacts(words)).toBe(words)
  })

  it('a refusal is quoted without them', () => {
    const refused = new ShopifyRefused([{ message: 'ada@example.com is taken' }])
    expect(refused.message).toBe('[e-mail address] is taken')
  })
})
