import { z } from 'zod'
import { connect } from '../connection.ts'
import {
  type Args,
  type Ctx,
  idArg,
  readInput,
  type Resolvers,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Collection,
  legacyId,
  nowIso,
  type Product,
  type Publication,
  saveCollection,
  saveProduct,
} from '#test/stand-ins/shopify-admin/store/state.ts'

type Publishable = Pick<Product, 'id' | 'publications'>

function publicationsOf(ctx: Ctx, subject: Publishable, onlyPublished: boolean) {
  const now = ctx.shop.now()
  return Object.entries(subject.publications).flatMap(([id, publishDate]) => {
    const publication = ctx.shop.publications.get(id)
    const isPublished = Date.parse(publishDate) <= now
    if (!publication || (onlyPublished && !isPublished)) return []
    return { id, publication, publishDate, isPublished, publishable: subject }
  })
}

/** The publication fields that products and collections share. */
export const publishableFields: Resolvers<Publishable> = {
  availablePublicationsCount: (subject, _args, ctx) => ({
    count: publicationsOf(ctx, subject, true).length,
    precision: 'EXACT',
  }),
  resourcePublicationsCount: (subject, args, ctx) => ({
    count: publicationsOf(ctx, subject, args.onlyPublished !== false).length,
    precision: 'EXACT',
  }),
  resourcePublications: (subject, args, ctx) =>
    connect(publicationsOf(ctx, subject, args.onlyPublished !== false), args, (entry) => ({
      id: legacyId(entry.id),
    })),
  resourcePublicationsV2: (subject, args, ctx) =>
    connect(publicationsOf(ctx, subject, args.onlyPublished !== false), args, (entry) => ({
      id: legacyId(entry.id),
    })),
  publishedOnPublication: (subject, args, ctx) =>
    publicationsOf(ctx, subject, true).some((entry) => entry.id === args.publicationId),
  // The app itself is no sales channel.
  publishedOnCurrentPublication: () => false,
  unpublishedPublications: (subject, args, ctx) => {
    const published = new Set(publicationsOf(ctx, subject, true).map((entry) => entry.id))
    const rest = [...ctx.shop.publications.values()].filter(({ id }) => !published.has(id))
    return connect(rest, args, ({ id }) => ({ id: legacyId(id) }))
  },
}

const publicationInput = z.array(
  z.strictObject({
    publicationId: z.string().nullish(),
    publishDate: z.string().nullish(),
  }),
)

function save(ctx: Ctx, subject: Product | Collection): void {
  if ('variants' in subject) {
    const online = Object.entries(subject.publications)[0]
    subject.publishedAt = online ? online[1] : null
    saveProduct(ctx.shop, subject)
  } else saveCollection(ctx.shop, subject)
}

function change(args: Args, ctx: Ctx, publish: boolean) {
  const id = idArg(args)
  const inputs = readInput(publicationInput, args.input, 'PublicationInput')
  const subject = ctx.shop.products.get(id) ?? ctx.shop.collections.get(id) ?? null
  const shop = ctx.shop
  if (!subject) {
    return {
      publishable: null,
      shop,
      userErrors: [userError(['id'], 'Resource does not exist')],
    }
  }
  const seen = new Set<string>()
  const userErrors = inputs.flatMap((input, i) => {
    const at = (field: string) => ['input', String(i), field]
    const { publicationId, publishDate } = input
    if (!publicationId) return userError(at('publicationId'), 'PublicationId cannot be empty')
    if (seen.has(publicationId)) {
      return userError(at('publicationId'), 'The same publication was specified more than once')
    }
    seen.add(publicationId)
    if (publishDate && Date.parse(publishDate) < 0) {
      return userError(at('publishDate'), 'Publish date must be a date after the year 1969')
    }
    return shop.publications.has(publicationId)
      ? []
      : userError(at('publicationId'), 'Publication does not exist or is not publishable')
  })
  if (userErrors.length > 0) return { publishable: subject, shop, userErrors }
  for (const { publicationId, publishDate } of inputs) {
    if (!publicationId) continue
    if (publish) subject.publications[publicationId] = publishDate ?? nowIso(shop)
    else delete subject.publications[publicationId]
  }
  save(ctx, subject)
  return { publishable: subject, shop, userErrors: [] }
}

export const publicationResolvers: Record<string, Resolvers<never>> = {
  Publication: {
    autoPublish: () => false,
    supportsFuturePublishing: () => true,
    channels: ({ name, channel }: Publication, args) =>
      connect([{ ...channel, name }], args, ({ id }) => ({ id: legacyId(id) })),
  },
  Channel: {
    app: ({ appId, handle, name }: Publication['channel'] & { name: string }) => ({
      id: appId,
      handle,
      title: name,
    }),
  },
  QueryRoot: {
    publication: (_source, args, ctx) => ctx.shop.publications.get(idArg(args)) ?? null,
    publications: (_source, args, ctx) =>
      connect([...ctx.shop.publications.values()], args, ({ id }) => ({ id: legacyId(id) })),
    publicationsCount: (_source, _args, ctx) => ({
      count: ctx.shop.publications.size,
      precision: 'EXACT',
    }),
  },
  Mutation: {
    publishablePublish: (_source, args, ctx) => change(args, ctx, true),
    publishableUnpublish: (_source, args, ctx) => change(args, ctx, false),
  },
}
