import { z } from 'zod'
import { mailingAddressInput } from '../addresses.ts'
import { metafieldInput } from '../metafields/metafields.ts'

const amount = z.union([z.string(), z.number()]).transform(String)
const money = z.strictObject({ amount, currencyCode: z.string() })
export const moneyBagInput = z.strictObject({
  shopMoney: money,
  presentmentMoney: money.nullish(),
})
export type MoneyBagInput = z.infer<typeof moneyBagInput>

export const taxLineInput = z.strictObject({
  title: z.string(),
  rate: amount,
  priceSet: moneyBagInput.nullish(),
  channelLiable: z.boolean().nullish(),
})
export type TaxLineInput = z.infer<typeof taxLineInput>

const property = z.strictObject({ name: z.string(), value: z.string() })

const lineItem = z.strictObject({
  title: z.string().nullish(),
  variantTitle: z.string().nullish(),
  variantId: z.string().nullish(),
  productId: z.string().nullish(),
  quantity: z.number().int(),
  sku: z.string().nullish(),
  vendor: z.string().nullish(),
  priceSet: moneyBagInput.nullish(),
  properties: z.array(property).nullish(),
  requiresShipping: z.boolean().nullish(),
  taxable: z.boolean().nullish(),
  giftCard: z.boolean().nullish(),
  fulfillmentService: z.string().nullish(),
  taxLines: z.array(taxLineInput).nullish(),
  weight: z.strictObject({ value: z.number(), unit: z.string() }).nullish(),
})

const customerAddress = z.strictObject({
  address1: z.string().nullish(),
  address2: z.string().nullish(),
  city: z.string().nullish(),
  company: z.string().nullish(),
  country: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  phone: z.string().nullish(),
  province: z.string().nullish(),
  zip: z.string().nullish(),
})

export const orderCreateInput = z.strictObject({
  name: z.string().nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  note: z.string().nullish(),
  poNumber: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  test: z.boolean().nullish(),
  currency: z.string().nullish(),
  presentmentCurrency: z.string().nullish(),
  processedAt: z.string().nullish(),
  closedAt: z.string().nullish(),
  sourceIdentifier: z.string().nullish(),
  sourceName: z.string().nullish(),
  sourceUrl: z.string().nullish(),
  referringSite: z.string().nullish(),
  buyerAcceptsMarketing: z.boolean().nullish(),
  taxesIncluded: z.boolean().nullish(),
  financialStatus: z.string().nullish(),
  fulfillmentStatus: z.string().nullish(),
  billingAddress: mailingAddressInput.nullish(),
  shippingAddress: mailingAddressInput.nullish(),
  customAttributes: z.array(z.strictObject({ key: z.string(), value: z.string() })).nullish(),
  customerId: z.string().nullish(),
  customer: z
    .strictObject({
      toAssociate: z
        .strictObject({ id: z.string().nullish(), email: z.string().nullish() })
        .optional(),
      toUpsert: z
        .strictObject({
          id: z.string().nullish(),
          email: z.string().nullish(),
          phone: z.string().nullish(),
          firstName: z.string().nullish(),
          lastName: z.string().nullish(),
          note: z.string().nullish(),
          tags: z.array(z.string()).nullish(),
          taxExempt: z.boolean().nullish(),
          addresses: z.array(customerAddress).nullish(),
        })
        .optional(),
    })
    .nullish(),
  lineItems: z.array(lineItem).nullish(),
  shippingLines: z
    .array(
      z.strictObject({
        title: z.string(),
        code: z.string().nullish(),
        source: z.string().nullish(),
        priceSet: moneyBagInput,
        taxLines: z.array(taxLineInput).nullish(),
      }),
    )
    .nullish(),
  taxLines: z.array(taxLineInput).nullish(),
  discountCode: z
    .strictObject({
      itemFixedDiscountCode: z
        .strictObject({ code: z.string(), amountSet: moneyBagInput.nullish() })
        .nullish(),
      itemPercentageDiscountCode: z
        .strictObject({ code: z.string(), percentage: z.number().nullish() })
        .nullish(),
      freeShippingDiscountCode: z.strictObject({ code: z.string() }).nullish(),
    })
    .nullish(),
  transactions: z
    .array(
      z.strictObject({
        amountSet: moneyBagInput,
        kind: z.string().nullish(),
        status: z.string().nullish(),
        gateway: z.string().nullish(),
        processedAt: z.string().nullish(),
        authorizationCode: z.string().nullish(),
        receiptJson: z.unknown().optional(),
        test: z.boolean().nullish(),
        locationId: z.string().nullish(),
      }),
    )
    .nullish(),
  fulfillment: z
    .strictObject({
      locationId: z.string(),
      notifyCustomer: z.boolean().nullish(),
      trackingCompany: z.string().nullish(),
      trackingNumber: z.string().nullish(),
      shipmentStatus: z.string().nullish(),
    })
    .nullish(),
  metafields: z.array(metafieldInput).nullish(),
})
export type OrderCreateInput = z.infer<typeof orderCreateInput>
export type LineItemInput = z.infer<typeof lineItem>

export const orderOptionsInput = z
  .strictObject({
    inventoryBehaviour: z
      .enum(['BYPASS', 'DECREMENT_IGNORING_POLICY', 'DECREMENT_OBEYING_POLICY'])
      .nullish(),
    sendReceipt: z.boolean().nullish(),
    sendFulfillmentReceipt: z.boolean().nullish(),
  })
  .nullish()
