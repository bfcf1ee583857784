import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { FatalError, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import type { Message } from '#app/migration/messages/message.ts'
import { projectSays } from '#app/migration/messages/projects.ts'
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

const formSchema = z.object({
  cart: cartId,
  url: z.string().trim().min(1).max(2000),
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
      problem: { code: health.code, side: 'source', reason: health.reason },
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
      reason: projectSays('moved', { name, from, to }),
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
          reason: projectSays('runFromOther', { url: sourceUrl }),
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
          reason: projectSays('anotherLinked', { url: sourceUrl }),
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

function readForm(input: unknown): { form: Form } | { refusal: Refusal } {
  const common = formSchema.safeParse(input)
  const asked = z.object({ cart: cartId }).safeParse(input)
  const own = asked.success ? readCredentials(cartOf(asked.data.cart), input) : null
  if (common.success && own && Object.keys(own.wrong).length === 0) {
    return { form: { ...common.data, credentials: own.credentials } }
  }
  return { refusal: incomplete({ ...wrongFields(common), ...own?.wrong }) }
}

type Wrong = Refusal['fields']

function readCredentials({ fields }: CartDefinition, input: unknown) {
  const typed = z.record(z.string(), z.unknown()).catch({}).parse(input)
  const credentials: Record<string, string> = {}
  const wrong: Record<string, Message> = {}
  for (const { name, accepts } of fields) {
    const text = typed[name]
    const read = accepts(typeof text === 'string' ? text : '')
    if ('value' in read) credentials[name] = read.value
    else wrong[name] = read.wrong
  }
  return { credentials, wrong }
}

/** Of the fields that every cart has; nothing else has a place on the form. */
function wrongFields(read: z.ZodSafeParseResult<unknown>): Wrong {
  const issueOf = (field: string) => read.error?.issues.find(({ path }) => path[0] === field)
  const address = issueOf('url')
  return {
    ...(issueOf('cart') ? { cart: projectSays('cartMissing') } : {}),
    ...(address
      ? { url: projectSays(address.code === 'too_big' ? 'addressTooLong' : 'addressMissing') }
      : {}),
  }
}

function incomplete(fields: Wrong): Refusal {
  const isMarked = Object.keys(fields).length > 0
  return {
    ok: false,
    fields,
    problem: {
      code: 'FORM_INCOMPLETE',
      reason: projectSays(isMarked ? 'fieldsMarked' : 'formIncomplete'),
    },
  }
}

/** Which field of the form the merchant should look at. */
function fieldsBehind(
  { fieldOf }: CartDefinition,
  health: Extract<SourceHealth, { ok: false }>,
): Refusal['fields'] {
  const own = fieldOf[health.code]
  if (own !== undefined) return { [own]: health.reason }
  switch (health.code) {
    case 'NOT_FOUND':
    case 'NOT_THIS_CART':
    case 'ANSWERED_HTML':
    case 'TLS':
    case 'ADDRESS_NOT_ALLOWED':
      return { url: health.reason }
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
  const refusal = (code: string, reason: Message): Refusal => ({
    ok: false,
    fields: {},
    problem: { code, side: 'target', reason },
  })
  if (error instanceof PauseRun) {
    return refusal(error.code, projectSays('targetStopped', { reason: error.told }))
  }
  if (error instanceof RetriableError) {
    return refusal('TARGET_UNREACHABLE', projectSays('targetSilent'))
  }
  if (error instanceof FatalError) {
    return refusal('TARGET_REFUSED', projectSays('targetRefused', { reason: error.told }))
  }
  throw error
}
