import { z } from 'zod'
import type { Replay } from '../replay.ts'
import { customer, money, NO_QUERY, order, type Scenes, SHOP_COUNT } from '../scene.ts'

const ADDRESS = 'createFirstAddress.response'
const NO_ERASURE = 'data erasure is nothing the app asks for'
const SHORTENED = 'the recorded list was shortened'
const UNCLEAR = 'whether the count lags or leaves out an order of 0.00 was not recorded'
const NO_SALE = 'opting out of data sale is nothing the app sends'

/** Makes the customer that the recorded answer to a step shows. */
async function asMade(replay: Replay, step: string): Promise<void> {
  const input = z
    .record(z.string(), z.unknown())
    .parse(replay.recordedValue(step, 'variables.input'))
  await customer(replay, replay.recorded(step, 'data.customerCreate.customer.id'), input)
}

const CREATE_ADDRESS = `mutation ($customerId: ID!, $address: MailingAddressInput!) {
  customerAddressCreate(customerId: $customerId, address: $address) { address { id } }
}`

/** Gives a customer of the recording an address of the recording. */
async function withAddress(replay: Replay, customerId: string, recorded: string): Promise<void> {
  const answer = await replay.call(CREATE_ADDRESS, {
    customerId: replay.own(customerId),
    address: { address1: 'Somewhere', countryCode: 'CA' },
  })
  const { address } = z
    .object({ customerAddressCreate: z.object({ address: z.object({ id: z.string() }) }) })
    .parse(answer).customerAddressCreate
  replay.learn(recorded, address.id)
}

const CUSTOMER_SET = `mutation ($identifier: CustomerSetIdentifiers, $input: CustomerSetInput!) {
  customerSet(identifier: $identifier, input: $input) {
    customer {
      id email firstName lastName displayName
      defaultAddress { ...Shown }
      addressesV2(first: 5) {
        nodes { ...Shown }
        edges { cursor node { id city } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
    userErrors { field message }
  }
}
fragment Shown on MailingAddress {
  id address1 city country countryCodeV2 provinceCode zip formattedArea
}`

const MERGES = ['overrideCustomerOne', 'onlyCustomerOneHasEmail', 'neitherHasEmail']

export const MORE_CUSTOMER_SCENES: Scenes = {
  'customers/address-lifecycle': {
    async before(replay) {
      // The recorded search had not caught up until the end.
      replay.standIn.searchLag('example-shop.myshopify.com', 60_000)
      await asMade(replay, 'createCustomer.response')
      const crossed = 'validations.crossCustomerUpdate.response'
      const shown = 'validations.crossCustomerDefault.response'
      const checked = 'data.customerUpdateDefaultAddress.customer'
      await customer(replay, replay.recorded(crossed, 'variables.customerId'), {
        email: replay.recorded(shown, `${checked}.email`),
        firstName: replay.recorded(shown, `${checked}.firstName`),
        lastName: replay.recorded(shown, `${checked}.lastName`),
      })
      await customer(replay, 'another customer', { firstName: 'Another' })
      await withAddress(replay, 'another customer', replay.recorded(crossed, 'variables.addressId'))
    },
    texts: {
      'validations.unknownCustomerCreate.response': { of: ADDRESS },
      'validations.unknownAddressUpdate.response': { of: 'updateSecondAddress.response' },
      'validations.unknownDefaultAddress.response': { of: 'defaultAddress.response' },
      'validations.unknownAddressDelete.response': { of: 'deleteFirstAddress.response' },
      'validations.blankAddressCreate.response': { of: ADDRESS },
      'validations.blankStringAddressCreate.response': { of: ADDRESS },
      'validations.invalidProvinceCreate.response': { of: ADDRESS },
      'validations.invalidCountryCreate.response': { of: ADDRESS },
      'validations.invalidPostalCreate.response': { of: ADDRESS },
      'validations.customerSetValidAddresses.response': CUSTOMER_SET,
      'validations.customerSetBlankAddresses.response': CUSTOMER_SET,
    },
    skip: {
      'createCustomer.response': NO_QUERY,
      'validations.maximumAddressProbe*': 'the last of 104 addresses, without its input',
    },
  },
  'customers/address-validation': {
    async before(replay) {
      await asMade(replay, 'setupCustomer.response')
      await asMade(replay, 'phoneSetupCustomer.response')
    },
    skip: { 'setupCustomer.response': NO_QUERY, 'phoneSetupCustomer.response': NO_QUERY },
  },
  'customers/delete-blocked-by-orders': {},
  'customers/email-spaces-removed': { skip: { '*': NO_SALE } },
  'customers/metafields-and-address-on-create': { skip: { 'erasureRequest.response': NO_ERASURE } },
  'customers/order-summary': {
    async before(replay) {
      await order(
        replay,
        { order: replay.recorded('orderCustomerSet.response', 'variables.orderId') },
        {
          currency: 'CAD',
          lineItems: [{ title: 'Line', quantity: 1, priceSet: money('0.00') }],
        },
      )
    },
    differs: {
      'data.customersCount.count': SHOP_COUNT,
      'data.customer.numberOfOrders': UNCLEAR,
      'data.customer.lastOrder': UNCLEAR,
    },
  },
  'customers/merge-blockers': {
    skip: {
      'giftCard*': 'gift cards are not modelled',
      'tagsOverflow.merge.response': SHORTENED,
    },
    differs: {
      'data.tagsOne.customer.tags': SHORTENED,
      'data.tagsTwo.customer.tags': SHORTENED,
    },
  },
  'customers/merge-rules': {
    async before(replay) {
      for (const name of MERGES) {
        await asMade(replay, `cases.${name}.setup.createOne.response`)
        await asMade(replay, `cases.${name}.setup.createTwo.response`)
      }
    },
    skip: {
      'cases.accountState*': 'customer accounts are not modelled',
      ...Object.fromEntries(
        MERGES.flatMap((name) => [
          [`cases.${name}.setup*`, NO_QUERY],
          [`cases.${name}.statusPolls*`, NO_QUERY],
        ]),
      ),
    },
  },
}
