import { describe, expect, it } from 'vitest'
import { comparableFields } from '#app/migration/kinds/comparable.ts'

describe('what only a creation brings', () => {
  const wanted = { total: '50', payments: ['10', '40'] }

  it('is compared with whatever was created with it', () => {
    expect(comparableFields('order', wanted, null)).toEqual(wanted)
    expect(comparableFields('order', wanted, { sourceFields: { payments: '' } })).toEqual(wanted)
  })

  it('is neither a change nor a difference of what was created without it', () => {
    const base = { sourceFields: { total: 'hash' } }
    expect(comparableFields('order', wanted, base)).toEqual({ total: '50' })
  })

  it('does not keep what is new of other fields from being compared', () => {
    const fields = { phone: '1', smsConsent: 'subscribed' }
    expect(comparableFields('customer', fields, { sourceFields: { phone: 'hash' } })).toEqual(
      fields,
    )
  })
})
