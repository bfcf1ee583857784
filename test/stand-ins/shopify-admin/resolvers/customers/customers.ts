import { z } from 'zod'
import {
  type Args,
  type Ctx,
  idArg,
  readInput,
  type Resolvers,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Customer,
  forgetOwner,
  saveCustomer,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { changeAddress, deleteAddress, existingAddress } from './addresses.ts'
import {
  consentFrom,
  consentUpdate,
  emailConsentInput,
  otherConsentInput,
  refuseStates,
} from './consent.ts'
import {
  applyCustomerFields,
  blankCustomer,
  customerByEmail,
  customerByPhone,
  customerFields,
  hasIdentity,
} from './input.ts'
import { customerMerge, customerMergeJobStatus } from './merge.ts'
import { customerType } from './customer-type.ts'
import { customersCounted, listed } from '../listing.ts'
import {
  findByCustomId,
  metafieldInput,
  planMetafields,
  uniqueValueInput,
  writeMetafield,
} from '../metafields/metafields.ts'
import { displayName } from './names.ts'

const customerInput = z.strictObject({
  ...customerFields,
  id: z.string().nullish(),
  metafields: z.array(metafieldInput).nullish(),
  multipassIdentifier: z.string().nullish(),
  emailMarketingConsent: emailConsentInput.nullish(),
  smsMarketingConsent: emailConsentInput.nullish(),
  whatsAppMarketingConsent: otherConsentInput.nullish(),
})

const setInput = z.strictObject({ ...customerFields, id: z.string().nullish() })

const setIdentifier = z
  .strictObject({
    id: z.string().optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
    customId: uniqueValueInput.optional(),
  })
  .nullish()

function customerCreate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const input = readInput(customerInput, args.input, 'CustomerInput')
  refuseStates(
    input.emailMarketingConsent?.marketingState,
    input.smsMarketingConsent?.marketingState,
    input.whatsAppMarketingConsent?.state,
  )
  const draft = blankCustomer(shop)
  const errors = applyCustomerFields(ctx, draft, input, [])
  if (errors.length === 0 && !hasIdentity(draft)) {
    errors.push(userError(null, 'A name, phone number, or email address must be present'))
  }
  if (input.emailMarketingConsent && !draft.email) {
    errors.push(
      userError(
        ['emailMarketingConsent'],
        'An email address is required to set the email marketing consent state.',
      ),
    )
  }
  for (const [field, name] of [
    ['smsMarketingConsent', 'SMS'],
    ['whatsAppMarketingConsent', 'WhatsApp'],
  ] as const) {
    if (input[field] && !draft.phone) {
      const message = `A phone number is required to set the ${name} consent state.`
      errors.splice(0, errors.length, ...errors.filter(({ field: f }) => f !== null))
      errors.push(userError([field], message))
    }
  }
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'CUSTOMER',
    null,
    input.metafields,
    ['metafields'],
  )
  errors.push(...metafieldErrors)
  if (errors.length > 0) return { customer: null, userErrors: errors }
  if (input.emailMarketingConsent) {
    draft.emailConsent = consentFrom(input.emailMarketingConsent, draft.createdAt)
  }
  if (input.smsMarketingConsent) {
    draft.smsConsent = consentFrom(input.smsMarketingConsent, draft.createdAt)
  }
  saveCustomer(shop, draft)
  for (const plan of plans) writeMetafield(shop, draft.id, plan)
  return { customer: draft, userErrors: [] }
}

const CONSENT_MUTATIONS = [
  ['emailMarketingConsent', 'customerEmailMarketingConsentUpdate'],
  ['smsMarketingConsent', 'customerSmsMarketingConsentUpdate'],
  ['whatsAppMarketingConsent', 'customerWhatsAppMarketingConsentUpdate'],
] as const

function customerUpdate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const input = readInput(customerInput, args.input, 'CustomerInput')
  const existing = shop.customers.get(input.id ?? '')
  if (!existing) {
    return { customer: null, userErrors: [userError(['id'], 'Customer does not exist')] }
  }
  const draft = structuredClone(existing)
  const errors = applyCustomerFields(ctx, draft, input, [])
  for (const [field, mutation] of CONSENT_MUTATIONS) {
    if (input[field]) {
      errors.push(
        userError([field], `To update ${field}, please use the ${mutation} Mutation instead`),
      )
    }
  }
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'CUSTOMER',
    existing.id,
    input.metafields,
    ['metafields'],
  )
  errors.push(...metafieldErrors)
  if (errors.length === 0 && !hasIdentity(draft)) {
    errors.push(userError(null, 'A name, phone number, or email address must be present'))
  }
  if (errors.length > 0) return { customer: null, userErrors: errors }
  saveCustomer(shop, draft)
  for (const plan of plans) writeMetafield(shop, draft.id, plan)
  return { customer: draft, userErrors: [] }
}

function customerSet(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const input = readInput(setInput, args.input, 'CustomerSetInput')
  const identifier = readInput(setIdentifier, args.identifier, 'CustomerSetIdentifiers')
  const refuse = (field: string[], message: string, code: string) => ({
    customer: null,
    userErrors: [userError(field, message, code)],
  })
  if (identifier && input.id) {
    return refuse(
      ['input'],
      'The id field is not allowed if identifier is provided.',
      'ID_NOT_ALLOWED',
    )
  }
  let existing: Customer | null = null
  let customId: { namespace: string; key: string; value: string } | null = null
  const wantedId = identifier?.id ?? input.id ?? undefined
  if (wantedId !== undefined) {
    existing = shop.customers.get(wantedId) ?? null
    if (!existing) {
      return refuse(['input'], 'Resource matching the identifier was not found.', 'NOT_FOUND')
    }
  } else if (identifier?.customId) {
    const found = findByCustomId(ctx, 'CUSTOMER', identifier.customId)
    existing = shop.customers.get(found.ownerId ?? '') ?? null
    customId = {
      namespace: found.namespace,
      key: identifier.customId.key,
      value: identifier.customId.value,
    }
  } else if (identifier) {
    const field = identifier.email !== undefined ? 'email' : 'phone'
    const wanted = identifier[field] ?? ''
    const given = input[field]
    if (given === undefined || given === null) {
      return refuse(
        ['input'],
        'The input field corresponding to the identifier is required.',
        'MISSING_FIELD_REQUIRED',
      )
    }
    if (given.trim().toLowerCase() !== wanted.trim().toLowerCase()) {
      return refuse(
        ['input'],
        'The identifier value does not match the value of the corresponding field in the input.',
        'INPUT_MISMATCH',
      )
    }
    existing = field === 'email' ? customerByEmail(shop, wanted) : customerByPhone(shop, wanted)
  }
  const draft = existing ? structuredClone(existing) : blankCustomer(shop)
  const errors = applyCustomerFields(ctx, draft, input, ['input'])
  if (input.taxExempt === null) {
    errors.splice(0, errors.length)
    errors.push(
      userError(['input', 'taxExempt'], 'Tax exempt is of unexpected type NilClass', 'INVALID'),
    )
  }
  if (errors.length === 0 && !hasIdentity(draft)) {
    errors.push(
      userError(['input'], 'A name, phone number, or email address must be present', 'BLANK'),
    )
  }
  if (errors.length > 0) return { customer: null, userErrors: errors }
  saveCustomer(shop, draft)
  if (customId) writeMetafield(shop, draft.id, { ...customId, type: 'id' })
  return { customer: draft, userErrors: [] }
}

function customerDelete(args: Args, ctx: Ctx) {
  const { id } = readInput(z.strictObject({ id: z.string() }), args.input, 'CustomerDeleteInput')
  const { shop } = ctx
  const refuse = (message: string) => ({
    deletedCustomerId: null,
    shop,
    userErrors: [userError(['id'], message)],
  })
  if (!shop.customers.has(id)) return refuse("Customer can't be found")
  if ([...shop.orders.values()].some((order) => order.customerId === id)) {
    return refuse('Customer can’t be deleted because they have associated orders')
  }
  shop.customers.delete(id)
  shop.index.customer.remove(id)
  forgetOwner(shop, id)
  return { deletedCustomerId: id, shop, userErrors: [] }
}

function byIdentifier(ctx: Ctx, args: Args): Customer | null {
  const input = readInput(
    z.strictObject({
      id: z.string().optional(),
      emailAddress: z.string().optional(),
      phoneNumber: z.string().optional(),
      customId: uniqueValueInput.optional(),
    }),
    args.identifier,
    'CustomerIdentifierInput',
  )
  if (input.emailAddress !== undefined) return customerByEmail(ctx.shop, input.emailAddress)
  if (input.phoneNumber !== undefined) return customerByPhone(ctx.shop, input.phoneNumber)
  const id = input.customId ? findByCustomId(ctx, 'CUSTOMER', input.customId).ownerId : input.id
  return ctx.shop.customers.get(id ?? '') ?? null
}

export const customerResolvers: Record<string, Resolvers<never>> = {
  Customer: customerType,
  QueryRoot: {
    customer: (_source, args, ctx) => ctx.shop.customers.get(idArg(args)) ?? null,
    customerByIdentifier: (_source, args, ctx) => byIdentifier(ctx, args),
    customerMergeJobStatus: (_source, args, ctx) => customerMergeJobStatus(args, ctx),
    customers: (_source, args, ctx, info) =>
      listed(ctx, 'customer', ctx.shop.customers, args, info, (customer) =>
        displayName(customer).toLowerCase(),
      ),
    customersCount: (_source, args, ctx, info) => customersCounted(ctx, args, info),
  },
  Mutation: {
    customerCreate: (_source, args, ctx) => customerCreate(args, ctx),
    customerUpdate: (_source, args, ctx) => customerUpdate(args, ctx),
    customerSet: (_source, args, ctx) => customerSet(args, ctx),
    customerDelete: (_source, args, ctx) => customerDelete(args, ctx),
    customerMerge: (_source, args, ctx) => customerMerge(args, ctx),
    customerEmailMarketingConsentUpdate: (_source, args, ctx) => consentUpdate(args, ctx, 'email'),
    customerSmsMarketingConsentUpdate: (_source, args, ctx) => consentUpdate(args, ctx, 'sms'),
    customerAddressCreate: (_source, args, ctx) => changeAddress(args, ctx, 'create'),
    customerAddressUpdate: (_source, args, ctx) => changeAddress(args, ctx, 'update'),
    customerAddressDelete: (_source, args, ctx) => deleteAddress(args, ctx),
    customerUpdateDefaultAddress: (_source, args, ctx) => {
      existingAddress(ctx, args.addressId)
      const customer = ctx.shop.customers.get(String(args.customerId)) ?? null
      const address = customer?.addresses.find(({ id }) => id === args.addressId)
      if (!customer || !address) {
        return { customer, userErrors: [userError(['addressId'], 'Address does not exist')] }
      }
      customer.defaultAddressId = address.id
      saveCustomer(ctx.shop, customer)
      return { customer, userErrors: [] }
    },
    customerSendAccountInviteEmail: (_source, args, ctx) => {
      ctx.stats.emails += 1
      return {
        customer: ctx.shop.customers.get(String(args.customerId)) ?? null,
        userErrors: [],
      }
    },
  },
}
