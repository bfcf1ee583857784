import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { FatalError, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import type { SourceHealth } from '#app/migration/engine/ports/source.ts'
import type { CartDefinition } from '#app/migration/carts/cart.ts'
import { cartId, cartOf } from '#app/migration/carts/registry.server.ts'
import { isSameAddress, isSameStore } from '#app/migration/engine/ports/source-identity.ts'
import type { Services } from '#app/services.server.ts'
import { projectOptionsSchema } from './project-options.ts'
import type { ConnectResult } from './project-types.ts'
import { credentialsContext, hasLiveRun, lockShop, toView } from './project-rows.server.ts'
import { rememberRead } from './source-answers.server.ts'
import { readTargetAnchors } from './target-store.server.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

const formSchema = z.object({
  cart: cartId,
  url: z
    .string('Enter the address of your old store.')
    .trim()
    .min(1, 'Enter the address of your old store.')
    .max(2000, 'This address is too long.'),
  /** The merchant's answer when another store is linked already. */
  replaceLinked: z
    .stringbool()
    .or(z.literal('').transform(() => false))
    .optional(),
  /** The merchant's answer when the linked store is found under another address: that address. */
  movedTo: z.string().max(2000).optional(),
})

type Form = z.infer<typeof formSchema> & { credentials: Readonly<Record<string, string>> }
type Healthy = Extract<SourceHealth, { ok: true }>
type Refusal = Extract<ConnectResult, { ok: false }>

/**
 * Links the shop to an old store after a real connection test. The same store is never linked
 * twice: linking it again renews the credentials of its project, also of an archived one, and keeps
 * everything else. Found under another address it may have moved, or be a copy of itself (a staging
 * site), which shows the same id: nothing changes until the form says `movedTo` that address. While
 * a different store is linked, nothing changes until the form says `replaceLinked`; then the other
 * project is archived, not deleted.
 */
export async function connectSource(
  services: Services,
  shop: string,
  input: unknown,
): Promise<ConnectResult> {
  const read = readForm(input)
  if ('refusal' in read) return read.refusal
  const { form } = read

  const { cart, url, credentials } = form
  const health = await services.sourceConnector({ cart, url, credentials }).check()
  if (!health.ok) {
    return {
      ok: false,
      fields: fieldsBehind(cartOf(cart), health),
      problem: { code: health.code, side: 'source', reason: sentenceOf(health.reason) },
    }
  }

  let anchors: Awaited<ReturnType<typeof readTargetAnchors>>
  try {
    const store = services.targetStore(shop)
    await store.prepare()
    anchors = await readTargetAnchors(store)
  } catch (error) {
    services.logger.warn({ shop, err: error }, 'Shopify could not be prepared for a new link')
    return targetRefusal(error)
  }
  return link(services, shop, form, health, anchors)
}

async function link(
  services: Services,
  shop: string,
  form: Form,
  health: Healthy,
  anchors: Awaited<ReturnType<typeof readTargetAnchors>>,
): Promise<ConnectResult> {
  const source = {
    sourceUrl: health.identity.url,
    sourceStoreId: health.identity.storeId,
    sourceName: health.identity.name,
    sourceVersion: health.version,
    sourceTimezone: health.timezone,
    sourceCurrency: health.currency,
  }
  const sealed = (projectId: string) => {
    const { cipher, keyId } = services.vault.seal(
      JSON.stringify(form.credentials),
      credentialsContext(projectId),
    )
    return { credentialsCipher: cipher, credentialsKeyId: keyId }
  }

  return services.prisma.$transaction(async (tx): Promise<ConnectResult> => {
    await lockShop(tx, shop)
    await tx.shop.upsert({ where: { domain: shop }, create: { domain: shop }, update: {} })
    const projects = await tx.project.findMany({
      where: { shop },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    })
    const same = projects
      .filter((project) => isSameStore(identityOf(project), health.identity))
      .toSorted((a, b) => Number(a.archivedAt !== null) - Number(b.archivedAt !== null))[0]
    const others = projects.filter(
      (project) => project.archivedAt === null && project.id !== same?.id,
    )

    const moved = same ? moveOf(same, health.identity) : null
    if (moved && form.movedTo !== moved.to) return askWhetherMoved(moved)

    if (others.length > 0 && same?.archivedAt !== null) {
      const refusal = await mayReplace(others, form.replaceLinked ?? false, (id) =>
        hasLiveRun(tx, shop, id),
      )
      if (refusal) return moved ? { ...refusal, moved } : refusal
      await tx.project.updateMany({
        where: { shop, archivedAt: null },
        data: { archivedAt: new Date(services.clock.now()) },
      })
    }

    if (same) {
      const options = projectOptionsSchema.parse(same.options)
      const row = await tx.project.update({
        where: { id: same.id, shop },
        data: {
          ...source,
          ...sealed(same.id),
          archivedAt: null,
          // What was chosen at link time stays; only what is missing is filled in.
          options: {
            ...options,
            locationId: options.locationId ?? anchors.locationId,
            targetCurrency: options.targetCurrency ?? anchors.targetCurrency,
          },
        },
      })
      await rememberRead(tx, row, KINDS, services.clock.now())
      return { ok: true, project: toView(row), reconnected: true, moved: moved !== null }
    }

    const id = randomUUID()
    const row = await tx.project.create({
      data: {
        id,
        shop,
        name: `${health.identity.name} → Shopify`,
        cart: form.cart,
        ...source,
        ...sealed(id),
        options: projectOptionsSchema.parse(anchors),
      },
    })
    // Each of them was read by the test of the connection.
    await rememberRead(tx, row, KINDS, services.clock.now())
    return { ok: true, project: toView(row), reconnected: false, moved: false }
  })
}

type Move = NonNullable<Refusal['moved']>

function moveOf(
  { sourceUrl, sourceName }: { sourceUrl: string; sourceName: string },
  { url }: Healthy['identity'],
): Move | null {
  return isSameAddress(sourceUrl, url) ? null : { name: sourceName, from: sourceUrl, to: url }
}

function askWhetherMoved(moved: Move): Refusal {
  const { name, from, to } = moved
  return {
    ok: false,
    fields: {},
    problem: {
      code: 'ADDRESS_CHANGED',
      reason: `This looks like ${name}, which is linked at ${from}. The address entered leads to ${to}. Nothing was changed. If the store moved, confirm the new address. If this is a copy, such as a staging site, enter the address of the live store.`,
    },
    moved,
  }
}

async function mayReplace(
  linked: readonly { id: string; name: string; sourceUrl: string }[],
  replaceLinked: boolean,
  hasLive: (projectId: string) => Promise<boolean>,
): Promise<Refusal | null> {
  for (const project of linked) {
    const { id, name, sourceUrl } = project
    if (await hasLive(id)) {
      return {
        ok: false,
        fields: {},
        problem: {
          code: 'RUN_IN_PROGRESS',
          reason: `A run from ${sourceUrl} is not finished. Cancel it or let it finish before another store is linked.`,
        },
        linked: { id, name, sourceUrl },
      }
    }
    if (!replaceLinked) {
      return {
        ok: false,
        fields: {},
        problem: {
          code: 'ANOTHER_STORE_LINKED',
          reason: `This Shopify store is linked to ${sourceUrl}. Nothing was changed. To renew that link, enter its own address and keys; to link the other store instead, confirm below that the current project is archived.`,
        },
        linked: { id, name, sourceUrl },
      }
    }
  }
  return null
}

function identityOf(project: { sourceUrl: string; sourceStoreId: string; sourceName: string }) {
  return { url: project.sourceUrl, storeId: project.sourceStoreId, name: project.sourceName }
}

/** Fields of the form that every cart has; the credentials are the cart's own. */
const FIELDS = ['cart', 'url']

function readForm(input: unknown): { form: Form } | { refusal: Refusal } {
  const common = formSchema.safeParse(input)
  const asked = z.object({ cart: cartId }).safeParse(input)
  const own = asked.success ? credentialsSchema(cartOf(asked.data.cart)).safeParse(input) : null
  if (common.success && own?.success) {
    return { form: { ...common.data, credentials: own.data } }
  }
  return { refusal: incomplete([...issuesOf(common, FIELDS), ...(own ? issuesOf(own) : [])]) }
}

function credentialsSchema({ fields }: CartDefinition): z.ZodType<Record<string, string>> {
  return z.object(Object.fromEntries(fields.map(({ name, accepts }) => [name, accepts])))
}

type Issue = { field: string; message: string }

/** @param fields the only ones with a place on the form; all of them when left out */
function issuesOf(read: z.ZodSafeParseResult<unknown>, fields?: readonly string[]): Issue[] {
  const found = (read.error?.issues ?? []).map(({ path, message }) => ({
    field: String(path[0] ?? ''),
    message,
  }))
  return found.filter(({ field }) => fields?.includes(field) ?? field !== '')
}

function incomplete(issues: readonly Issue[]): Refusal {
  const fields: Record<string, string> = {}
  for (const { field, message } of issues) fields[field] ??= message
  return {
    ok: false,
    fields,
    problem: {
      code: 'FORM_INCOMPLETE',
      reason:
        Object.keys(fields).length > 0
          ? 'Please complete the fields marked below.'
          : 'This form was not complete, so nothing was changed. Reload the page.',
    },
  }
}

/** Which field of the form the merchant should look at. */
function fieldsBehind(
  { fieldOf }: CartDefinition,
  health: Extract<SourceHealth, { ok: false }>,
): Refusal['fields'] {
  const own = fieldOf[health.code]
  if (own !== undefined) return { [own]: sentenceOf(health.reason) }
  switch (health.code) {
    case 'NOT_FOUND':
    case 'NOT_THIS_CART':
    case 'ANSWERED_HTML':
    case 'TLS':
    case 'ADDRESS_NOT_ALLOWED':
      return { url: sentenceOf(health.reason) }
    case 'BAD_CREDENTIALS':
    case 'BAD_SECRET':
    case 'NO_READ_PERMISSION':
    case 'MAINTENANCE':
    case 'VERSION_TOO_OLD':
    case 'TIMEOUT':
    case 'BROKEN_ANSWER':
    case 'SERVER_ERROR':
      return {}
  }
}

function targetRefusal(error: unknown): Refusal {
  const refusal = (code: string, reason: string): Refusal => ({
    ok: false,
    fields: {},
    problem: { code, side: 'target', reason: `Your old store answered. ${reason}` },
  })
  if (error instanceof PauseRun) return refusal(error.code, sentenceOf(error.told))
  if (error instanceof RetriableError) {
    return refusal(
      'TARGET_UNREACHABLE',
      'Shopify did not, so nothing was linked. Please try again in a minute.',
    )
  }
  if (error instanceof FatalError) {
    return refusal('TARGET_REFUSED', `Nothing was linked. ${sentenceOf(error.told)}`)
  }
  throw error
}
