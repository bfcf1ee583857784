import { describe, expect, it } from 'vitest'
import {
  checkUserErrors,
  ShopifyRefused,
  type UserError,
} from '#app/migration/shopify/api/check-user-errors.ts'
import { reduce } from '#app/migration/shopify/customer/refusals.ts'
import { withoutRefused } from '#app/migration/shopify/order/refusals.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { anOrder } from '#test/helpers/records/canonical-samples.ts'

function refused(...userErrors: UserError[]): ShopifyRefused {
  try {
    checkUserErrors({ userErrors })
  } catch (error) {
    if (error instanceof ShopifyRefused) return error
  }
  throw new Error('not refused')
}

const HOME = { address1: '1 Home', city: 'Ottawa', countryCode: 'CA', provinceCode: 'ON' } as const
const WORK = {
  address1: '2 Work',
  city: 'Graz',
  countryCode: 'AT',
  company: 'www.x.at Co',
} as const
const input = { email: 'a@example.com', phone: '+16135550138', addresses: [HOME, WORK] }

function left(...errors: UserError[]) {
  const notes: WriteNote[] = []
  const rest = reduce(refused(...errors), input, notes)
  return { rest, codes: notes.map(({ code, field }) => `${code} ${field}`) }
}

describe('of a refused customer the least is left out:', () => {
  it('the province of the one address Shopify spoke of', () => {
    const { rest, codes } = left({
      field: ['input', 'addresses', '0', 'province'],
      message: 'Province is invalid',
    })
    const { provinceCode: _gone, ...plain } = HOME
    expect(rest).toEqual({ ...input, addresses: [plain, WORK] })
    expect(codes).toEqual(['PROVINCE_NOT_ACCEPTED addresses'])
  })

  it('the part of the one text that is refused, else that text', () => {
    const url = { field: ['addresses', '1', 'company'], message: 'Company cannot contain URL' }
    expect(left(url).rest?.addresses).toEqual([HOME, { ...WORK, company: 'Co' }])
    const odd = { field: ['addresses', '1', 'city'], message: 'City is invalid' }
    expect(left(odd)).toEqual({
      rest: { ...input, addresses: [HOME, { ...WORK, city: null }] },
      codes: ['TEXT_NOT_ACCEPTED addresses'],
    })
  })

  it('one address that is refused as a whole, not the others', () => {
    const { rest, codes } = left({ field: ['addresses', '1'], message: 'Is blocked' })
    expect(rest).toEqual({ ...input, addresses: [HOME] })
    expect(codes).toEqual(['ADDRESS_NOT_ACCEPTED addresses'])
  })

  it('several things at once, each with its own note', () => {
    const { rest, codes } = left(
      { field: ['phone'], message: 'Phone is invalid' },
      { field: ['addresses', '0', 'country'], message: 'Country is invalid' },
      {
        field: ['addresses', '1', 'address1'],
        message: 'Address1 is too long (maximum is 3 characters)',
      },
    )
    expect(rest).toEqual({
      email: input.email,
      phone: undefined,
      addresses: [
        { address1: '1 Home', city: 'Ottawa' },
        { ...WORK, address1: '2 W' },
      ],
    })
    expect(codes).toEqual([
      'PHONE_NOT_ACCEPTED phone',
      'COUNTRY_NOT_ACCEPTED addresses',
      'TEXT_SHORTENED addresses',
    ])
  })

  it('an international e-mail address only after its ASCII form was refused as well', () => {
    const notes: WriteNote[] = []
    const error = refused({ field: ['email'], message: 'Email is invalid' })
    const ascii = reduce(error, { email: 'anna@müller.example' }, notes)
    expect(ascii).toEqual({ email: 'anna@xn--mller-kva.example' })
    expect(notes).toEqual([])
    expect(reduce(error, ascii ?? {}, notes)).toEqual({ email: undefined })
    expect(notes).toMatchObject([{ code: 'EMAIL_NOT_ACCEPTED' }])
  })

  it('a name, when nothing of it is accepted', () => {
    const notes: WriteNote[] = []
    const error = refused({ field: ['input', 'firstName'], message: 'First name is invalid' })
    expect(reduce(error, { firstName: 'Ann', lastName: 'B' }, notes)).toEqual({
      firstName: null,
      lastName: 'B',
    })
    expect(notes).toMatchObject([{ code: 'TEXT_NOT_ACCEPTED', field: 'firstName' }])
  })

  it('nothing that Shopify said nothing about', () => {
    expect(left({ field: ['input', 'tags'], message: 'Tags is invalid' }).rest).toBeNull()
  })
})

describe('of a refused order', () => {
  const order = {
    phone: '+16135550138',
    customer: { toAssociate: { id: 'gid://shopify/Customer/1' } },
    billingAddress: HOME,
    shippingAddress: WORK,
    lineItems: [],
  }

  it('a phone number that is another customer’s is left out, and the customer stays', () => {
    const notes: WriteNote[] = []
    const error = refused({
      field: ['order', 'customer'],
      message: 'Phone has already been taken',
    })
    expect(withoutRefused(error, order, anOrder(), notes)).toEqual({ ...order, phone: undefined })
    expect(notes).toMatchObject([{ code: 'PHONE_NOT_ACCEPTED', field: 'phone' }])
  })

  it('one part of one address is left out', () => {
    const notes: WriteNote[] = []
    const error = refused({
      field: ['order', 'billingAddress', 'province'],
      message: 'Province is invalid',
    })
    const { provinceCode: _gone, ...plain } = HOME
    expect(withoutRefused(error, order, anOrder(), notes)).toEqual({
      ...order,
      billingAddress: plain,
    })
    expect(notes).toMatchObject([{ code: 'PROVINCE_NOT_ACCEPTED', field: 'billingAddress' }])
  })
})
