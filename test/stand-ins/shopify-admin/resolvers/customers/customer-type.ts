import { connect } from '../connection.ts'
import type { Resolvers } from '#test/stand-ins/shopify-admin/context.ts'
import { moneyV2 } from '#test/stand-ins/shopify-admin/store/money.ts'
import { type Customer, legacyId } from '#test/stand-ins/shopify-admin/store/state.ts'
import { metafieldFields } from '../metafields/metafields.ts'
import { displayName } from './names.ts'
import { spentOn } from '../orders/math.ts'
import { isEmail } from '../text.ts'

export const customerType: Resolvers<Customer> = {
  ...metafieldFields,
  legacyResourceId: (customer) => legacyId(customer.id),
  displayName: (customer) => displayName(customer),
  addresses: (customer, args) =>
    customer.addresses.slice(0, typeof args.first === 'number' ? args.first : undefined),
  addressesV2: (customer, args) =>
    connect(customer.addresses, args, (address) => ({ id: legacyId(address.id) })),
  defaultAddress: (customer) =>
    customer.addresses.find((address) => address.id === customer.defaultAddressId) ?? null,
  defaultEmailAddress: (customer) =>
    customer.email
      ? {
          emailAddress: customer.email,
          marketingState: customer.emailConsent.state,
          marketingOptInLevel: customer.emailConsent.optInLevel,
          marketingUpdatedAt: customer.emailConsent.updatedAt,
          marketingUnsubscribeUrl: `https://example.com/unsubscribe/${legacyId(customer.id)}`,
          openTrackingLevel: 'UNKNOWN',
          sourceLocation: null,
          validFormat: isEmail(customer.email),
        }
      : null,
  defaultPhoneNumber: (customer) =>
    customer.phone
      ? {
          phoneNumber: customer.phone,
          marketingState: customer.smsConsent.state,
          marketingOptInLevel: customer.smsConsent.optInLevel,
          marketingUpdatedAt: customer.smsConsent.updatedAt,
          marketingCollectedFrom: customer.smsConsent.updatedAt ? 'OTHER' : null,
          sourceLocation: null,
        }
      : null,
  emailMarketingConsent: (customer) =>
    customer.email
      ? {
          marketingState: customer.emailConsent.state,
          marketingOptInLevel: customer.emailConsent.optInLevel,
          consentUpdatedAt: customer.emailConsent.updatedAt,
          sourceLocation: null,
        }
      : null,
  smsMarketingConsent: (customer) =>
    customer.phone
      ? {
          marketingState: customer.smsConsent.state,
          marketingOptInLevel: customer.smsConsent.optInLevel,
          consentUpdatedAt: customer.smsConsent.updatedAt,
          consentCollectedFrom: customer.smsConsent.updatedAt ? 'OTHER' : null,
          sourceLocation: null,
        }
      : null,
  verifiedEmail: () => true,
  validEmailAddress: (customer) => customer.email !== null && isEmail(customer.email),
  state: () => 'DISABLED',
  canDelete: (customer, _args, ctx) =>
    ![...ctx.shop.orders.values()].some((order) => order.customerId === customer.id),
  numberOfOrders: (customer, _args, ctx) =>
    String([...ctx.shop.orders.values()].filter((o) => o.customerId === customer.id).length),
  amountSpent: (customer, _args, ctx) => {
    const orders = [...ctx.shop.orders.values()].filter((o) => o.customerId === customer.id)
    return moneyV2(spentOn(orders), ctx.shop.currency)
  },
  orders: (customer, args, ctx) =>
    connect(
      [...ctx.shop.orders.values()].filter((order) => order.customerId === customer.id),
      args,
      (order) => ({ id: legacyId(order.id) }),
    ),
  lastOrder: (customer, _args, ctx) =>
    [...ctx.shop.orders.values()].filter((order) => order.customerId === customer.id).at(-1) ??
    null,
  dataSaleOptOut: () => false,
  companyContactProfiles: () => [],
  productSubscriberStatus: () => 'NEVER_SUBSCRIBED',
}
