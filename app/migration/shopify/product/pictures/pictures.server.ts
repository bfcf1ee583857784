import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import { RequestRejected } from '#app/migration/shopify/api/admin-client.server.ts'
import { checkUserErrors, ShopifyRefused } from '#app/migration/shopify/api/check-user-errors.ts'
import {
  ourFileName,
  pictureFileName,
  pictureName,
  type LeftBecause,
} from './description-pictures.ts'
import { FILE_CREATE, FILE_DELETE, FILE_STATES, FILES_BY_NAME } from './documents.ts'
import { found } from '#app/migration/shopify/api/operation.ts'
import type { StoreContext } from '#app/migration/shopify/store-context.ts'

/** Files asked for or created at once. */
const BATCH = 20
/** Pauses before Shopify is asked again; it usually has a picture within two or three seconds. */
export const PAUSES_MS = [500, 1000, 1000, 2000, 2000, 3000]

export type MovedPictures = {
  /** Address in the old store → address at Shopify. */
  addresses: ReadonlyMap<string, string>
  left: ReadonlyMap<string, LeftBecause>
}

export type Pictures = {
  /**
   * Brings pictures into Shopify's Files, each once, and waits a few seconds at most until Shopify has
   * fetched them from the old store. Safe to repeat: a file that is there is used.
   *
   * @param urls http or https
   * @throws RetriableError | PauseRun | FatalError
   */
  move(urls: readonly string[]): Promise<MovedPictures>
}

type Result = { address: string } | { left: LeftBecause }

/**
 * A file's name is made of the picture's address, so Shopify itself remembers what is there: it is
 * looked up by name, and created with the wish to be refused when the name is in use. The search may
 * not show yet what was created a moment ago; the refusal then says to look again.
 */
export function createPictures(ctx: StoreContext): Pictures {
  const known = new Map<string, Promise<Result>>()
  let isAllowed = true

  async function move(urls: readonly string[]): Promise<MovedPictures> {
    const fresh = urls.filter((url) => !known.has(url))
    for (let i = 0; i < fresh.length; i += BATCH) {
      const batch = fresh.slice(i, i + BATCH)
      const brought = bring(batch)
      for (const url of batch) {
        const result = brought.then((results) => results.get(url) ?? { left: 'pending' as const })
        known.set(url, result)
        // Shopify may have it by the time another product shows it.
        const forget = () => known.delete(url)
        result.then((one) => 'left' in one && one.left === 'pending' && forget(), forget)
      }
    }
    const addresses = new Map<string, string>()
    const left = new Map<string, LeftBecause>()
    for (const [url, result] of urls.map((url) => [url, known.get(url)] as const)) {
      const settled = await (result ?? { left: 'pending' as const })
      if ('left' in settled) left.set(url, settled.left)
      else addresses.set(url, settled.address)
    }
    return { addresses, left }
  }

  async function bring(urls: readonly string[]): Promise<Map<string, Result>> {
    const results = new Map<string, Result>()
    try {
      if (isAllowed) await bringInto(results, urls)
    } catch (error) {
      if (!(error instanceof PauseRun) || error.code !== 'TARGET_SCOPE_MISSING') throw error
      isAllowed = false
    }
    if (!isAllowed) {
      for (const url of urls) if (!results.has(url)) results.set(url, { left: 'noPermission' })
    }
    return results
  }

  async function bringInto(results: Map<string, Result>, urls: readonly string[]): Promise<void> {
    const missing = () => urls.filter((url) => !results.has(url))
    await lookUp(results, urls)
    const { ids, refused } = await create(missing())
    for (const url of refused) results.set(url, { left: 'refused' })
    for (const pause of PAUSES_MS) {
      if (missing().length === 0) break
      await ctx.sleep(pause)
      await look(
        results,
        missing().flatMap((url) => ids.get(url) ?? []),
        ids,
      )
      // What is in use by a file that the search did not show.
      await lookUp(
        results,
        missing().filter((url) => !ids.has(url)),
      )
    }
  }

  /** Files that are there, by their names. */
  async function lookUp(results: Map<string, Result>, urls: readonly string[]): Promise<void> {
    if (urls.length === 0) return
    const query = urls.map((url) => `filename:"${pictureFileName(url)}"`).join(' OR ')
    const { files } = await ctx.run(FILES_BY_NAME, { query })
    const addresses = new Map<string, string>()
    for (const { image } of found(files.nodes)) {
      const name = image ? ourFileName(image.url) : null
      if (image && name !== null) addresses.set(name, image.url)
    }
    for (const url of urls) {
      const address = addresses.get(pictureName(url))
      if (address !== undefined) results.set(url, { address })
    }
  }

  /** Files just created; those that failed are taken away again, so that the next try may be made. */
  async function look(
    results: Map<string, Result>,
    ids: readonly Gid[],
    urlsOf: ReadonlyMap<string, Gid>,
  ): Promise<void> {
    if (ids.length === 0) return
    const { nodes } = await ctx.run(FILE_STATES, { ids: [...ids] })
    const urls = new Map([...urlsOf].map(([url, id]) => [id, url]))
    const failed: Gid[] = []
    for (const { id, fileStatus, image } of found(nodes)) {
      const url = urls.get(id)
      if (url === undefined) continue
      if (fileStatus === 'FAILED') {
        failed.push(id)
        results.set(url, { left: 'failed' })
      } else if (fileStatus === 'READY' && image) results.set(url, { address: image.url })
    }
    if (failed.length > 0) await remove(failed)
  }

  async function remove(fileIds: Gid[]): Promise<void> {
    try {
      checkUserErrors((await ctx.run(FILE_DELETE, { fileIds })).fileDelete)
    } catch (error) {
      if (!(error instanceof ShopifyRefused) && !(error instanceof RequestRejected)) throw error
      ctx.logger.warn({ files: fileIds.length }, 'failed files could not be deleted')
    }
  }

  /** Shopify creates all files of a call or none, so what it refuses is left out of the next one. */
  async function create(
    urls: readonly string[],
  ): Promise<{ ids: Map<string, Gid>; refused: string[] }> {
    const ids = new Map<string, Gid>()
    const refused: string[] = []
    let wanted = [...urls]
    while (wanted.length > 0) {
      try {
        const answer = await ctx.run(FILE_CREATE, {
          files: wanted.map((url) => ({
            originalSource: url,
            filename: pictureFileName(url),
            contentType: 'IMAGE' as const,
            duplicateResolutionMode: 'RAISE_ERROR' as const,
          })),
        })
        const { files } = checkUserErrors(answer.fileCreate)
        wanted.forEach((url, i) => {
          const id = files?.[i]?.id
          if (id !== undefined) ids.set(url, id)
        })
        return { ids, refused }
      } catch (error) {
        const gone = refusedAmong(wanted, error)
        if (gone === null) throw error
        refused.push(...gone.refused)
        wanted = wanted.filter((url) => !gone.refused.includes(url) && !gone.inUse.includes(url))
      }
    }
    return { ids, refused }
  }

  return { move }
}

/** Null: the error is about something else. At least one of the addresses is named. */
function refusedAmong(
  urls: readonly string[],
  error: unknown,
): { refused: string[]; inUse: string[] } | null {
  if (error instanceof RequestRejected) return { refused: [...urls], inUse: [] }
  if (!(error instanceof ShopifyRefused)) return null
  const refused: string[] = []
  const inUse: string[] = []
  for (const { field, code } of error.userErrors) {
    const url = urls[Number(field?.[1] ?? Number.NaN)]
    if (url === undefined) continue
    if (code === 'FILENAME_ALREADY_EXISTS') inUse.push(url)
    else refused.push(url)
  }
  return refused.length + inUse.length > 0 ? { refused, inUse } : { refused: [...urls], inUse: [] }
}
