import { DateTime } from 'luxon'
import { z } from 'zod'
import { connect } from './connection.ts'
import {
  type Args,
  type Ctx,
  idArg,
  notImplemented,
  readInput,
  type Resolvers,
} from '../context.ts'
import {
  findItem,
  findVariant,
  gidType,
  legacyId,
  type Location,
  type ShopState,
} from '../store/state.ts'
import { levelById } from './variants/inventory.ts'
import { counted } from './listing.ts'
import { findFile } from './media/media.ts'
import { findByCustomId, metafieldFields, uniqueValueInput } from './metafields/metafields.ts'

const PLAN_NAMES: Record<ShopState['plan'], string> = {
  basic: 'Basic',
  advanced: 'Advanced',
  plus: 'Shopify Plus',
  enterprise: 'Shopify Plus',
  development: 'Development',
}

function zone(shop: ShopState): DateTime {
  return DateTime.fromMillis(shop.now()).setZone(shop.timezone)
}

const shopType: Resolvers<ShopState> = {
  ...metafieldFields,
  myshopifyDomain: (shop) => shop.domain,
  url: (shop) => `https://${shop.domain}`,
  primaryDomain: (shop) => ({
    id: `gid://shopify/Domain/${legacyId(shop.id)}`,
    host: shop.domain,
    url: `https://${shop.domain}`,
    sslEnabled: true,
  }),
  email: (shop) => `owner@${shop.domain}`,
  contactEmail: (shop) => `owner@${shop.domain}`,
  shopOwnerName: () => 'Store Owner',
  currencyCode: (shop) => shop.currency,
  enabledPresentmentCurrencies: (shop) => [shop.currency],
  ianaTimezone: (shop) => shop.timezone,
  timezoneAbbreviation: (shop) => zone(shop).toFormat('ZZZZ'),
  timezoneOffset: (shop) => zone(shop).toFormat('ZZZ'),
  timezoneOffsetMinutes: (shop) => zone(shop).offset,
  taxesIncluded: () => false,
  taxShipping: () => false,
  unitSystem: () => 'METRIC_SYSTEM',
  weightUnit: () => 'KILOGRAMS',
  setupRequired: () => false,
  updatedAt: (shop) => shop.createdAt,
  orderNumberFormatPrefix: () => '#',
  orderNumberFormatSuffix: () => '',
  plan: (shop) => ({
    displayName: PLAN_NAMES[shop.plan],
    publicDisplayName: PLAN_NAMES[shop.plan],
    partnerDevelopment: shop.plan === 'development',
    shopifyPlus: shop.plan === 'plus' || shop.plan === 'enterprise',
  }),
  resourceLimits: () => ({
    locationLimit: 1000,
    maxProductOptions: 3,
    maxProductVariants: 2048,
    redirectLimitReached: false,
  }),
}

const locationType: Resolvers<Location> = {
  ...metafieldFields,
  legacyResourceId: (location) => legacyId(location.id),
  address: (location) => ({
    address1: null,
    address2: null,
    city: null,
    country: location.countryCode,
    countryCode: location.countryCode,
    formatted: [location.countryCode],
    phone: null,
    province: null,
    provinceCode: null,
    zip: null,
    latitude: null,
    longitude: null,
  }),
  activatable: () => true,
  deactivatable: () => true,
  deactivatedAt: () => null,
  deletable: () => false,
  addressVerified: () => false,
  fulfillmentService: () => null,
  fulfillsOnlineOrders: (location) => location.isActive,
  shipsInventory: (location) => location.isActive,
  isFulfillmentService: () => false,
  isPrimary: (location, _args, ctx) => [...ctx.shop.locationList.keys()][0] === location.id,
  hasActiveInventory: () => true,
  hasUnfulfilledOrders: (location, _args, ctx) =>
    [...ctx.shop.orders.values()].some((order) =>
      order.fulfillmentOrders.some((fo) => fo.locationId === location.id && fo.status === 'OPEN'),
    ),
}

function scopes(handles: Iterable<string>) {
  return [...handles].map((handle) => ({ handle, description: handle.replaceAll('_', ' ') }))
}

const NODE_TYPES = new Set([
  'Product',
  'ProductVariant',
  'Collection',
  'Customer',
  'Order',
  'Location',
  'InventoryItem',
  'InventoryLevel',
  'Publication',
  'Metafield',
  'MetafieldDefinition',
  'MediaImage',
  'Shop',
  'Job',
  'ProductSetOperation',
  'Refund',
  'Fulfillment',
  'FulfillmentOrder',
  'LineItem',
  'OrderTransaction',
  'MailingAddress',
  'App',
  'AppInstallation',
  'Domain',
])

/** Any record by gid, as `node(id:)` gives it; null when it is not there. */
function findNode(ctx: Ctx, id: string): unknown {
  const { shop } = ctx
  const type = gidType(id) ?? /^gid:\/\/shopify\/(\w+)\//.exec(id)?.[1] ?? ''
  switch (type) {
    case 'Product':
      return shop.products.get(id) ?? null
    case 'ProductVariant':
      return findVariant(shop, id)?.variant ?? null
    case 'InventoryItem':
      return findItem(shop, id)?.variant.item ?? null
    case 'InventoryLevel':
      return levelById(ctx, id)
    case 'Collection':
      return shop.collections.get(id) ?? null
    case 'Customer':
      return shop.customers.get(id) ?? null
    case 'Order':
      return shop.orders.get(id) ?? null
    case 'Location':
      return shop.locationList.get(id) ?? null
    case 'Publication':
      return shop.publications.get(id) ?? null
    case 'Metafield':
      return shop.metafields.get(id) ?? null
    case 'MetafieldDefinition':
      return shop.definitions.get(id) ?? null
    case 'MediaImage':
    case 'GenericFile':
    case 'ExternalVideo':
    case 'Video':
      return findFile(shop, id)
    case 'Shop':
      return shop.id === id ? shop : null
    case 'MailingAddress':
      for (const customer of shop.customers.values()) {
        const address = customer.addresses.find((entry) => entry.id === id)
        if (address) return address
      }
      return null
    default:
      return inOrders(ctx, type, id)
  }
}

function inOrders(ctx: Ctx, type: string, id: string): unknown {
  for (const order of ctx.shop.orders.values()) {
    const found =
      type === 'Refund'
        ? order.refunds.find((refund) => refund.id === id)
        : type === 'Fulfillment'
          ? order.fulfillments.find((fulfillment) => fulfillment.id === id)
          : type === 'FulfillmentOrder'
            ? order.fulfillmentOrders.find((fo) => fo.id === id)
            : type === 'LineItem'
              ? order.lines.find((line) => line.id === id)
              : type === 'OrderTransaction'
                ? order.transactions.find((transaction) => transaction.id === id)
                : undefined
    if (found) return { ...found, order }
  }
  if (!NODE_TYPES.has(type) && type !== '' && /^[A-Z]/.test(type) && !/^0$/.test(legacyId(id))) {
    throw notImplemented(`node of type ${type}`)
  }
  return null
}

function locationsOf(ctx: Ctx, args: Args) {
  return [...ctx.shop.locationList.values()]
    .filter((location) => location.isActive || args.includeInactive === true)
    .sort((a, b) =>
      args.sortKey === 'ID'
        ? Number(legacyId(a.id)) - Number(legacyId(b.id))
        : a.name.localeCompare(b.name),
    )
}

export const shopResolvers: Record<string, Resolvers<never>> = {
  Shop: shopType,
  Location: locationType,
  Job: {
    query: (job: { done: boolean }) => (job.done ? {} : null),
  },
  App: { developerName: () => null, embedded: () => true, previouslyInstalled: () => false },
  QueryRoot: {
    shop: (_source, _args, ctx) => ctx.shop,
    node: (_source, args, ctx) => findNode(ctx, idArg(args)),
    nodes: (_source, args, ctx) =>
      z
        .array(z.string())
        .parse(args.ids)
        .map((id) => findNode(ctx, id)),
    job: (_source, args, ctx) => ctx.shop.jobs.get(idArg(args)) ?? null,
    location: (_source, args, ctx) =>
      typeof args.id === 'string'
        ? (ctx.shop.locationList.get(args.id) ?? null)
        : ([...ctx.shop.locationList.values()][0] ?? null),
    locationByIdentifier: (_source, args, ctx) => {
      const input = readInput(
        z.strictObject({ id: z.string().optional(), customId: uniqueValueInput.optional() }),
        args.identifier,
        'LocationIdentifierInput',
      )
      const id = input.customId ? findByCustomId(ctx, 'LOCATION', input.customId).ownerId : input.id
      return ctx.shop.locationList.get(id ?? '') ?? null
    },
    locations: (_source, args, ctx) =>
      connect(locationsOf(ctx, args), args, (location) => ({
        id: legacyId(location.id),
        value: location.name,
      })),
    locationsCount: (_source, args, ctx) => counted(ctx.shop.locationList.size, args),
    currentAppInstallation: (_source, _args, ctx) => ({
      id: `gid://shopify/AppInstallation/9${legacyId(ctx.app.id)}`,
      launchUrl: `https://${ctx.shop.domain}/admin/apps/${ctx.app.handle}`,
      uninstallUrl: null,
      accessScopes: scopes(ctx.scopes),
      activeSubscriptions: [],
      app: {
        id: ctx.app.id,
        apiKey: ctx.app.apiKey,
        handle: ctx.app.handle,
        title: ctx.app.handle,
        requestedAccessScopes: scopes(ctx.app.scopes),
      },
    }),
  },
}
