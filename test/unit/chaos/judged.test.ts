import { expect, test } from 'vitest'
import { expectedFields } from '#app/migration/shopify/kinds.ts'
import { COMPARED } from '#test/chaos/oracle/judged/compared.ts'
import { JUDGED, NOT_JUDGED } from '#test/chaos/oracle/judged/judged.ts'
import { SHOWN_BY, SHOWN_BY_NOTHING } from '#test/chaos/oracle/judged/sent.ts'
import {
  aCustomer,
  anOrder,
  aPayment,
  aProduct,
  aVariant,
} from '#test/helpers/records/canonical-samples.ts'
import { plainPath } from '#test/stand-ins/shopify-admin/inputs/input-paths.ts'
import { ourOperations } from '#test/stand-ins/shopify-admin/inputs/our-operations.ts'
import { sentList } from '#test/stand-ins/shopify-admin/inputs/report.ts'

/*
 * What the chaos harness's oracle judges is declared. That the declaration is true, a test that spoils
 * each thing shows (`integration/chaos/oracle-fields.test.ts`); here, that it is complete.
 */

const metafields = [{ key: 'k', name: 'K', type: 'single_line_text_field', value: 'v' } as const]
const options = {
  projectId: 'p',
  currency: 'USD',
  orderNamePrefix: '',
  locationId: null,
}

const isJudged = (name: string) => JUDGED.includes(name)

test('each input that the app sends shows in something judged, or there is a reason', async () => {
  const mutations = (await ourOperations()).filter(({ text }) =>
    /^\s*(#graphql)?\s*mutation/.test(text),
  )
  const names = new Set(mutations.map(({ name }) => name))
  const sent = Object.entries(sentList()).flatMap(([name, paths]) => (names.has(name) ? paths : []))
  const declared = [...Object.values(SHOWN_BY), ...Object.values(SHOWN_BY_NOTHING)].flat()
  const inputs = [...new Set(sent.map(plainPath))]
  expect(inputs.length).toBeGreaterThan(300)
  expect(inputs.filter((path) => !declared.includes(path))).toEqual([])
  expect(
    declared.filter((path) => !inputs.includes(path)),
    'not sent any more',
  ).toEqual([])
  expect(declared.length).toBe(new Set(declared).size)
  expect(Object.keys(SHOWN_BY).filter((name) => !isJudged(name))).toEqual([])
})

test('each field that the app compares is made of judged things', () => {
  const product = aProduct({
    metafields,
    variants: [aVariant({ metafields })],
    descriptionPictures: [],
  })
  const agreed = { state: 'subscribed', at: null } as const
  const customer = aCustomer({
    metafields,
    phone: '+15035550100',
    emailConsent: agreed,
    smsConsent: agreed,
  })
  const refund = {
    sourceId: '1',
    amount: '1.00',
    reason: null,
    refundedAt: '2026-01-20T00:00:00Z',
    lines: [],
    shippingAmount: '0',
  }
  const payments = ['6.00', '6.50'].map((amount) => aPayment({ amount }))
  const inStoreCurrency = { currency: options.currency, total: '14.00' }
  const order = anOrder({ refunds: [refund], payments, inStoreCurrency })
  const fields = [product, customer, order].flatMap((record) =>
    Object.keys(expectedFields(record, options, { owner: 'gid' })).map(
      (name) =>
        `${record.kind} ${name.replace(/^variant:[^.]*\./, 'variant:*.').replace(/custom:.*$/, 'custom:*')}`,
    ),
  )
  expect(new Set(fields)).toEqual(new Set(Object.keys(COMPARED)))
  expect(
    Object.values(COMPARED)
      .flat()
      .filter((name) => !isJudged(name)),
  ).toEqual([])
})

test('nothing is judged and not judged, and each reason is a sentence', () => {
  const not = Object.values(NOT_JUDGED).flat()
  expect(not.filter(isJudged)).toEqual([])
  const all = [...JUDGED, ...not]
  expect(all.length).toBe(new Set(all).size)
  for (const reason of [...Object.keys(NOT_JUDGED), ...Object.keys(SHOWN_BY_NOTHING)]) {
    expect(reason).toMatch(/^[A-Z].{20,}\.$/)
  }
})
