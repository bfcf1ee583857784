import { randomUUID } from 'node:crypto'
import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { z } from 'zod'
import {
  type Args,
  type Ctx,
  notImplemented,
  readInput,
  type Resolvers,
  topLevelError,
  type UserError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Media,
  nowIso,
  saveProduct,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { listed } from '../listing.ts'
import {
  copiesOf,
  type FileType,
  findFile,
  indexFile,
  mediaStatus,
  nameIn,
  newMedia,
} from './media.ts'

const MAX_SOURCE = 2048
const MAX_ALT = 512

const createInput = z.strictObject({
  originalSource: z.string(),
  alt: z.string().nullish(),
  contentType: z.enum(['IMAGE', 'FILE', 'VIDEO', 'EXTERNAL_VIDEO']).nullish(),
  filename: z.string().nullish(),
  duplicateResolutionMode: z.enum(['APPEND_UUID', 'RAISE_ERROR', 'REPLACE']).nullish(),
})
type CreateInput = z.output<typeof createInput>

/** All files of the shop: those of its products are in Files as well. */
function allFiles(shop: ShopState): Map<string, Media> {
  const files = new Map(shop.files)
  for (const product of shop.products.values()) {
    for (const media of product.media) if (!files.has(media.id)) files.set(media.id, media)
  }
  return files
}

function endingOf(name: string): string {
  return /\.([a-z\d]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
}

function typeOf({ contentType, filename, originalSource }: CreateInput): FileType {
  switch (contentType) {
    case 'IMAGE':
      return 'MediaImage'
    case 'FILE':
      return 'GenericFile'
    case 'VIDEO':
      return 'Video'
    case 'EXTERNAL_VIDEO':
      return 'ExternalVideo'
    case null:
    case undefined: {
      const ending = endingOf(filename ?? nameIn(originalSource))
      if (/^(?:png|jpe?g|gif|webp|svg|heic|avif|bmp|tiff?)$/.test(ending)) return 'MediaImage'
      return ending === 'mp4' || ending === 'mov' ? 'Video' : 'GenericFile'
    }
  }
}

/** The first thing wrong with one file; the order of the questions is as recorded. */
function problemOf(shop: ShopState, input: CreateInput, i: number): UserError | null {
  const at = (field: string, message: string, code: string) =>
    userError(['files', i, field], message, code)
  const { originalSource, filename, alt, duplicateResolutionMode: mode } = input
  if (!/^https?:/i.test(originalSource) || !URL.canParse(originalSource)) {
    return at('originalSource', 'File URL is invalid', 'INVALID_IMAGE_SOURCE_URL')
  }
  if (filename && endingOf(filename) !== endingOf(nameIn(originalSource))) {
    const message = 'Provided filename extension must match original source.'
    return at('filename', message, 'MISMATCHED_FILENAME_AND_ORIGINAL_SOURCE')
  }
  if (mode === 'REPLACE' && input.contentType !== 'IMAGE' && input.contentType !== 'FILE') {
    const type = input.contentType ?? 'MISSING'
    const message = `Duplicate resolution mode 'REPLACE' is not supported for '${type}' media type.`
    return at('duplicateResolutionMode', message, 'INVALID_DUPLICATE_MODE_FOR_TYPE')
  }
  if (mode === 'REPLACE' && !filename) {
    const message = 'Missing filename argument when attempting to use REPLACE duplicate mode.'
    return at('filename', message, 'MISSING_FILENAME_FOR_DUPLICATE_MODE_REPLACE')
  }
  if ((alt?.length ?? 0) > MAX_ALT) {
    const message = 'The alt value exceeds the maximum limit of 512 characters.'
    return at('alt', message, 'ALT_VALUE_LIMIT_EXCEEDED')
  }
  // Documented as an error code; the words are ours.
  if (mode === 'RAISE_ERROR' && isInUse(shop, filename ?? nameIn(originalSource))) {
    return at('filename', 'The provided filename already exists.', 'FILENAME_ALREADY_EXISTS')
  }
  return null
}

function isInUse(shop: ShopState, name: string): boolean {
  return [...allFiles(shop).values()].some(
    ({ filename }) => filename.toLowerCase() === name.toLowerCase(),
  )
}

function fileCreate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const inputs = readInput(z.array(createInput), args.files, 'FileCreateInput')
  for (const { originalSource } of inputs) {
    const size = originalSource.length
    if (size < 1) {
      throw topLevelError('originalSource is too short (minimum is 1)', 'INVALID_FIELD_ARGUMENTS')
    }
    if (size > MAX_SOURCE) {
      throw topLevelError(
        `originalSource is too long (maximum is ${MAX_SOURCE})`,
        'INVALID_FIELD_ARGUMENTS',
      )
    }
  }
  const userErrors = inputs.flatMap((input, i) => problemOf(shop, input, i) ?? [])
  if (userErrors.length > 0) return { files: [], userErrors }
  const files = inputs.map((input) => {
    if (input.duplicateResolutionMode === 'REPLACE') throw notImplemented('files that are replaced')
    const type = typeOf(input)
    // Recorded: one that is no picture keeps the name it had where it came from.
    const own = nameIn(input.originalSource)
    const wish = type === 'GenericFile' ? own : (input.filename ?? own)
    const filename = isInUse(shop, wish)
      ? wish.replace(/(\.[a-z\d]+)?$/i, (ending: string) => `_${randomUUID()}${ending}`)
      : wish
    const file = newMedia(shop, input.originalSource, input.alt ?? null, {
      type,
      filename,
    })
    shop.files.set(file.id, file)
    return file
  })
  return { files, userErrors: [] }
}

const updateInput = z.strictObject({
  id: z.string(),
  alt: z.string().nullish(),
  filename: z.string().nullish(),
  originalSource: z.string().nullish(),
  previewImageSource: z.string().nullish(),
  referencesToAdd: z.array(z.string()).nullish(),
  referencesToRemove: z.array(z.string()).nullish(),
})
type UpdateInput = z.output<typeof updateInput>

function updateProblem(shop: ShopState, input: UpdateInput, i: number): UserError | null {
  const media = findFile(shop, input.id)
  if (!media) {
    const message = `File id ${JSON.stringify([input.id])} does not exist.`
    return userError(['files'], message, 'FILE_DOES_NOT_EXIST')
  }
  const references = [...(input.referencesToAdd ?? []), ...(input.referencesToRemove ?? [])]
  if (mediaStatus(shop, media) !== 'READY') {
    return userError(['files'], 'Non-ready files cannot be updated.', 'NON_READY_STATE')
  }
  const isFilm = /\/(?:External)?Video\//.test(media.id)
  if (isFilm && input.originalSource) {
    const message = 'Updating the original source is not supported for this media type.'
    return userError(['files', i, 'originalSource'], message, 'INVALID')
  }
  if (isFilm && input.filename) {
    const message = 'Updating the filename is only supported on images and generic files'
    return userError(['files'], message, 'UNSUPPORTED_MEDIA_TYPE_FOR_FILENAME_UPDATE')
  }
  if (input.filename && endingOf(input.filename) !== endingOf(media.filename)) {
    const message = 'The filename extension provided must match the original filename.'
    return userError(['files'], message, 'INVALID_FILENAME_EXTENSION')
  }
  if (references.some((id) => !shop.products.has(id))) {
    const message = 'The reference target does not exist'
    return userError(['files'], message, 'REFERENCE_TARGET_DOES_NOT_EXIST')
  }
  return null
}

function fileUpdate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const inputs = readInput(z.array(updateInput), args.files, 'FileUpdateInput')
  const named = inputs.some((input) => input.referencesToAdd ?? input.referencesToRemove)
  if (named && !ctx.scopes.has('write_products')) {
    // Recorded, for the call as a whole.
    throw new GraphQLError('Access denied: Missing permission to manage products.', {
      extensions: {
        code: 'ACCESS_DENIED',
        documentation: 'https://shopify.dev/api/usage/access-scopes',
      },
    })
  }
  const problem = inputs
    .map((input, i) => updateProblem(shop, input, i))
    .find((one) => one !== null)
  if (problem) return { files: [], userErrors: [problem] }
  const files = inputs.flatMap((input) => {
    for (const media of copiesOf(shop, input.id)) {
      if (input.alt !== undefined) media.alt = input.alt
      if (input.filename) media.filename = input.filename
      if (input.originalSource) {
        // Recorded: READY all the time, without a picture until the new one is there.
        media.originalSource = input.originalSource
        media.refetchedAt = shop.now()
      }
      media.updatedAt = nowIso(shop)
      indexFile(shop, media)
    }
    const file = findFile(shop, input.id)
    if (!file) return []
    for (const id of input.referencesToAdd ?? []) attach(shop, file, id)
    for (const id of input.referencesToRemove ?? []) detach(shop, file, id)
    return file
  })
  return { files, userErrors: [] }
}

function attach(shop: ShopState, file: Media, productId: string): void {
  const product = shop.products.get(productId)
  if (!product) return
  if (!product.media.some(({ id }) => id === file.id)) product.media.push(file)
  saveProduct(shop, product)
}

/** The file stays in Files. */
function detach(shop: ShopState, file: Media, productId: string): void {
  const product = shop.products.get(productId)
  if (!product) return
  shop.files.set(file.id, file)
  product.media = product.media.filter(({ id }) => id !== file.id)
  for (const variant of product.variants) {
    variant.mediaIds = variant.mediaIds.filter((id) => id !== file.id)
  }
  saveProduct(shop, product)
}

function fileDelete(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const ids = z.array(z.string()).parse(args.fileIds)
  const missing = ids.filter((id) => !findFile(shop, id))
  if (missing.length > 0) {
    const message = `File ids ${JSON.stringify(missing)} do not exist.`
    return {
      deletedFileIds: null,
      userErrors: [userError(['fileIds'], message, 'FILE_DOES_NOT_EXIST')],
    }
  }
  for (const id of ids) {
    const file = findFile(shop, id)
    for (const product of shop.products.values()) {
      if (file && product.media.some((media) => media.id === id)) detach(shop, file, product.id)
    }
    shop.files.delete(id)
    shop.index.file.remove(id)
  }
  return { deletedFileIds: ids, userErrors: [] }
}

function files(args: Args, ctx: Ctx, info: GraphQLResolveInfo) {
  return listed(ctx, 'file', allFiles(ctx.shop), args, info, (file, key) => {
    if (key === 'FILENAME') return file.filename
    throw notImplemented(`files sorted by ${key}`)
  })
}

export const fileResolvers: Record<string, Resolvers<never>> = {
  QueryRoot: {
    files: (_source, args, ctx, info) => files(args, ctx, info),
    fileSavedSearches: () => ({
      nodes: [],
      edges: [],
      pageInfo: {
        hasNextPage: false,
        hasPreviousPage: false,
        startCursor: null,
        endCursor: null,
      },
    }),
  },
  Mutation: {
    fileCreate: (_source, args, ctx) => fileCreate(args, ctx),
    fileDelete: (_source, args, ctx) => fileDelete(args, ctx),
    fileUpdate: (_source, args, ctx) => fileUpdate(args, ctx),
  },
}
