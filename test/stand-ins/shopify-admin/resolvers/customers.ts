import { z } from 'zod'
import { connect } from '../connection.ts'
import {
  type Args,
  type Ctx,
  idArg,
  readInput,
  type Resolvers,
  topLevelError,
  userError,
  type UserError,
} from '../context.ts'
import { moneyV2 } from '../money.ts'
import {
  type Address,
  type Consent,
  type Customer,
  forgetOwner,
  isoSeconds,
  legacyId,
  saveCustomer,
} from '../state.ts'
import { mailingAddressInput, readAddress, sameAddress } from './addresses.ts'
import {
  applyCustomerFields,
  blankCustomer,
  customerByEmail,
  customerByPhone,
  customerFields,
  hasIdentity,
} from './customer-input.ts'
import { customersCounted, listed } from './listing.ts'
import {
  findByCustomId,
  metafieldFields,
  metafieldInput,
  planMetafields,
  uniqueValueInput,
  writeMetafield,
} from './metafields.ts'
import { displayName } from './names.ts'
import { spentOn } from './order-math.ts'
import { isEmail } from './text.ts'

const emailConsentInput = z.strictObject({
  marketingState: z.string(),
  marketingOptInLevel: z.string().nullish(),
  consentUpdatedAt: z.string().nullish(),
  sourceLocationId: z.string().nullish(),
})
const otherConsentInput = z.strictObject({
  state: z.string(),
  optInLevel: z.string().nullish(),
  updatedAt: z.string().nullish(),
})

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

const REFUSED_STATES = ['NOT_SUBSCRIBED', 'REDACTED', 'INVALID']

function refuseStates(...states: (string | undefined)[]): void {
  for (const state of states) {
    if (state !== undefined && ['REDACTED', 'INVALID'].includes(state)) {
      throw topLevelError(`Cannot specify ${state} as a marketing state input`, 'INVALID')
    }
  }
}

function consentFrom(input: z.infer<typeof emailConsentInput>, at: string): Consent {
  return {
    state: input.marketingState,
    optInLevel: input.marketingOptInLevel ?? 'SINGLE_OPT_IN',
    updatedAt: input.consentUpdatedAt ? isoSeconds(Date.parse(input.consentUpdatedAt)) : at,
  }
}

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

const consentUpdateInput = z.strictObject({
  customerId: z.string(),
  emailMarketingConsent: emailConsentInput.optional(),
  smsMarketingConsent: emailConsentInput.optional(),
})

function consentUpdate(args: Args, ctx: Ctx, channel: 'email' | 'sms') {
  const name = channel === 'email' ? 'emailMarketingConsent' : 'smsMarketingConsent'
  const input = readInput(consentUpdateInput, args.input, 'CustomerMarketingConsentUpdateInput')
  const consent = input[name]
  if (!consent) return { customer: null, userErrors: [] }
  if (REFUSED_STATES.includes(consent.marketingState)) {
    throw topLevelError(
      `Cannot specify ${consent.marketingState} as a marketing state input`,
      'INVALID',
    )
  }
  const customer = ctx.shop.customers.get(input.customerId)
  if (!customer) {
    return {
      customer: null,
      userErrors: [userError(['input', 'customerId'], 'Customer not found', 'INVALID')],
    }
  }
  const refuse = (field: string, message: string, code: string) => ({
    customer,
    userErrors: [userError(['input', name, field], message, code)],
  })
  if (!consent.marketingOptInLevel) {
    return refuse('marketingOptInLevel', 'Marketing opt in level must exist', 'MISSING_ARGUMENT')
  }
  if (consent.consentUpdatedAt && Date.parse(consent.consentUpdatedAt) > ctx.shop.now()) {
    return refuse('consentUpdatedAt', 'Consent updated at must not be in the future', 'INVALID')
  }
  if (consent.marketingState === 'PENDING' && consent.marketingOptInLevel !== 'CONFIRMED_OPT_IN') {
    return refuse(
      'marketingOptInLevel',
      'Marketing opt in level must be confirmed opt-in for pending consent state',
      'INVALID',
    )
  }
  // Recorded: a customer without the address or number is left alone, without an error.
  if (channel === 'email' ? !customer.email : !customer.phone) return { customer, userErrors: [] }
  const next = consentFrom(consent, isoSeconds(ctx.shop.now()))
  if (channel === 'email') customer.emailConsent = next
  else customer.smsConsent = next
  saveCustomer(ctx.shop, customer)
  return { customer, userErrors: [] }
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
    return refuse("Customer can't be deleted because they have associated orders")
  }
  shop.customers.delete(id)
  shop.index.customer.remove(id)
  forgetOwner(shop, id)
  return { deletedCustomerId: id, shop, userErrors: [] }
}

function changeAddress(
  args: Args,
  ctx: Ctx,
  change: 'create' | 'update',
): { address: Address | null; userErrors: UserError[] } {
  const customer = ctx.shop.customers.get(String(args.customerId))
  if (!customer) {
    return { address: null, userErrors: [userError(['customerId'], 'Customer does not exist')] }
  }
  const input = readInput(mailingAddressInput, args.address, 'MailingAddressInput')
  const before = customer.addresses.find((address) => address.id === args.addressId) ?? null
  if (change === 'update' && !before) {
    return { address: null, userErrors: [userError(['addressId'], 'Address does not exist')] }
  }
  const { address, problems } = readAddress(ctx.shop, input, 'CustomerAddress', before)
  const errors = problems.map(({ field, message }) => userError(['address', field], message))
  const twin = customer.addresses.some(
    (other) => other.id !== address.id && sameAddress(other, address),
  )
  if (twin) errors.push(userError(['address'], 'Address already exists'))
  if (errors.length > 0) return { address: null, userErrors: errors }
  customer.addresses = before
    ? customer.addresses.map((other) => (other.id === before.id ? address : other))
    : [...customer.addresses, address]
  if (args.setAsDefault === true || customer.defaultAddressId === null) {
    customer.defaultAddressId = address.id
  }
  saveCustomer(ctx.shop, customer)
  return { address, userErrors: [] }
}

function deleteAddress(args: Args, ctx: Ctx) {
  const customer = ctx.shop.customers.get(String(args.customerId))
  const isKnown = customer?.addresses.some((address) => address.id === args.addressId) === true
  if (!customer || !isKnown) {
    return {
      deletedAddressId: null,
      userErrors: [userError(['addressId'], 'Address does not exist')],
    }
  }
  customer.addresses = customer.addresses.filter((address) => address.id !== args.addressId)
  if (customer.defaultAddressId === args.addressId) {
    customer.defaultAddressId = customer.addresses[0]?.id ?? null
  }
  saveCustomer(ctx.shop, customer)
  return { deletedAddressId: args.addressId, userErrors: [] }
}

const customerType: Resolvers<Customer> = {
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
    customerEmailMarketingConsentUpdate: (_source, args, ctx) => consentUpdate(args, ctx, 'email'),
    customerSmsMarketingConsentUpdate: (_source, args, ctx) => consentUpdate(args, ctx, 'sms'),
    customerAddressCreate: (_source, args, ctx) => changeAddress(args, ctx, 'create'),
    customerAddressUpdate: (_source, args, ctx) => changeAddress(args, ctx, 'update'),
    customerAddressDelete: (_source, args, ctx) => deleteAddress(args, ctx),
    customerUpdateDefaultAddress: (_source, args, ctx) => {
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
