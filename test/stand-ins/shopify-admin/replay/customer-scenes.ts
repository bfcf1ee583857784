import { z } from 'zod'
import type { Replay } from './replay.ts'
import { customer, NO_QUERY, type Scenes, SHOP_COUNT, stored } from './scene.ts'

const shown = z.object({
  id: z.string(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  email: z.string().nullish(),
  defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullish(),
})

/** Creates a customer as a recorded answer shows it. */
async function asShown(replay: Replay, step: string, path: string): Promise<void> {
  const { id, defaultPhoneNumber, ...names } = shown.parse(replay.recordedValue(step, path))
  await customer(replay, id, { ...names, phone: defaultPhoneNumber?.phoneNumber ?? null })
}

export const CUSTOMER_SCENES: Scenes = {
  'customers/customer-set': {
    at: {
      'validation.deletedIdentifier.response': async (replay) => {
        const phone = replay.recorded('phoneUpsert.response', 'variables.identifier.phone')
        const last = [...stored(replay).customers.values()].find((entry) => entry.phone === phone)
        await replay.call(
          'mutation ($id: ID!) { customerDelete(input: { id: $id }) { userErrors { message } } }',
          { id: last?.id },
        )
      },
    },
  },
  'customers/customer-set-custom-id': {},
  'customers/customer-tags-and-note-limits': {},
  'customers/customer-update-addresses': {},
  'customers/customers-count-ignores-filter': {
    differs: {
      'data.total.count': SHOP_COUNT,
      'data.matching.count': SHOP_COUNT,
      'data.disabled.count': SHOP_COUNT,
    },
  },
  'customers/customer-create': { differs: { 'data.customersCount.count': SHOP_COUNT } },
  'customers/inline-consent-2026-07': {},
  'customers/customer-create-update-validation': {
    async before(replay) {
      for (const scenario of ['createScenarios', 'updateScenarios']) {
        await customer(replay, null, {
          email: replay.recorded(`${scenario}.duplicateEmail.response`, 'variables.input.email'),
          phone: replay.recorded(`${scenario}.duplicatePhone.response`, 'variables.input.phone'),
        })
      }
      for (const name of [
        'invalidEmail',
        'invalidPhone',
        'duplicateEmail',
        'duplicatePhone',
        'invalidLocale',
      ]) {
        const id = replay.recorded(`updateScenarios.${name}.response`, 'variables.input.id')
        await customer(replay, id, { firstName: name })
      }
    },
    skip: { 'createScenarios.oversizedNameAndNote.response': 'the recorded note was shortened' },
    differs: { 'data.customersCount.count': SHOP_COUNT },
  },
  'customers/customer-by-identifier': {
    async before(replay) {
      await asShown(replay, 'positiveAndMissing', 'data.byId')
      const address = z
        .object({ address1: z.string(), city: z.string(), zip: z.string() })
        .parse(replay.recordedValue('positiveAndMissing', 'data.byId.defaultAddress'))
      const [only] = stored(replay).customers.keys()
      await replay.call(
        `mutation ($id: ID!, $address: MailingAddressInput!) {
          customerAddressCreate(customerId: $id, address: $address, setAsDefault: true) {
            userErrors { message }
          }
        }`,
        { id: only, address: { ...address, countryCode: 'CA' } },
      )
    },
    skip: {
      'customIdMissing.payload': NO_QUERY,
      'emptyIdentifier.payload': 'recorded without its variables',
    },
    differs: {
      'data.byId.numberOfOrders': 'orders of the recorded store',
      'data.byId.amountSpent': 'orders of the recorded store',
      'data.byId.canDelete': 'orders of the recorded store',
    },
  },
  'customers/email-marketing-consent': {
    async before(replay) {
      const update = 'data.customerEmailMarketingConsentUpdate.customer'
      await asShown(replay, 'mutation.response', update)
      for (const name of ['transitionCustomer', 'phoneOnlyCustomer', 'missingLevelCustomer']) {
        const step = `validation.matrixPreconditions.${name}`
        await asShown(replay, step, 'data.customerCreate.customer')
      }
    },
    skip: {
      'validation.matrixPreconditions.transitionCustomer': NO_QUERY,
      'validation.matrixPreconditions.phoneOnlyCustomer': NO_QUERY,
      'validation.matrixPreconditions.missingLevelCustomer': NO_QUERY,
      'validation.matrix[3].response': 'enum values in another order since 2026-07',
    },
    differs: {
      'data.customerEmailMarketingConsentUpdate.customer.defaultPhoneNumber':
        'an SMS consent that was not recorded came before',
    },
  },
}
