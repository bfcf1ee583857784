import { z } from 'zod'
import { kitSays } from '#app/migration/messages/kit.ts'
import type { Message } from '#app/migration/messages/message.ts'
import { someOf } from '#app/migration/messages/parameters.ts'
import { sourceProblem, type SourceRequestError } from '../../kit/http/recovery.ts'
import type { AskOptions } from '../../kit/http/requester.ts'
import { id, listOf } from '../../kit/wire/shapes.ts'
import type { Condition } from '../lists/criteria.ts'
import type { SiteField } from '../magento-kind.ts'
import { magentoSays } from '../messages/magento.ts'
import { wireStoreConfig, type WireStoreConfig } from '../wire/store-config.ts'
import type { MagentoClient } from './client.server.ts'

/** What of a store is read. */
export type Scope = {
  /** The store view whose texts and units count. */
  view: WireStoreConfig
  /** Whether that is one website of several. */
  isPart: boolean
  /** Asked of each row of a list that has such a field, so that it belongs to the website. */
  conditions: Readonly<Record<SiteField, readonly Condition[]>>
}

/** All store views, as they say of themselves. @throws SourceRequestError */
export async function readViews(
  client: MagentoClient,
  options: AskOptions = {},
): Promise<WireStoreConfig[]> {
  const { body } = await client.get('store/storeConfigs', {}, { ...options, anyView: true })
  const views = z.array(wireStoreConfig).safeParse(listOf(body))
  if (!views.success || views.data.length === 0) {
    throw sourceProblem('BROKEN_ANSWER', kitSays('noList', { advice: kitSays('mendApi') }))
  }
  // The admin's own view, where it is listed, is no shop.
  return views.data.filter((view) => view.id !== 0).toSorted((a, b) => a.id - b.id)
}

const wireWebsite = z.object({ id, default_group_id: id })
const wireGroup = z.object({ id, default_store_id: id })

/** The chosen view; where none was, the one the first website shows. @throws SourceRequestError */
export async function chosenView(
  client: MagentoClient,
  views: readonly WireStoreConfig[],
  code: string,
  options: AskOptions = {},
): Promise<WireStoreConfig> {
  const view =
    code === ''
      ? await shownFirst(client, views, options)
      : views.find((each) => each.code === code)
  if (!view) throw noSuchView(views, code)
  return view
}

async function shownFirst(
  client: MagentoClient,
  views: readonly WireStoreConfig[],
  options: AskOptions,
): Promise<WireStoreConfig | undefined> {
  if (views.length < 2) return views[0]
  const rows = async <T>(path: string, shape: z.ZodType<T>) => {
    const { body } = await client.get(path, {}, { ...options, anyView: true })
    return (listOf(body) ?? []).flatMap((raw) => shape.safeParse(raw).data ?? [])
  }
  const websites = await rows('store/websites', wireWebsite)
  const groups = await rows('store/storeGroups', wireGroup)
  // 0 is the admin's.
  const [first] = websites.filter((site) => site.id > 0).toSorted((a, b) => a.id - b.id)
  const group = groups.find((each) => each.id === first?.default_group_id)
  return views.find((each) => each.id === group?.default_store_id) ?? views[0]
}

function noSuchView(views: readonly WireStoreConfig[], view: string): SourceRequestError {
  const codes = someOf(views.map(({ code }) => code))
  return sourceProblem('NOT_FOUND', magentoSays('viewNotKnown', { view, views: codes }))
}

/**
 * A view that was chosen stands for its website: a store code in the address changes texts, and lists
 * all websites' records all the same (reported). Without one, everything is read.
 */
export async function scopeOf(
  client: MagentoClient,
  code: string,
  notice: (told: Message) => void,
): Promise<Scope> {
  const views = await readViews(client)
  const view = await chosenView(client, views, code)
  const websites = new Set(views.map(({ website_id }) => website_id))
  const isPart = code !== '' && websites.size > 1
  if (code === '' && views.length > 1) {
    notice(magentoSays('severalViews', { views: someOf(views.map((each) => each.code)) }))
  }
  if (isPart) notice(magentoSays('oneWebsite', { view: code }))
  const base = view.base_currency_code
  const own = isPart ? views.filter(({ website_id }) => website_id === view.website_id) : views
  const others = own
    .map((each) => each.default_display_currency_code)
    .filter((each) => each !== base)
  if (others.length > 0) notice(magentoSays('otherCurrencies', { base, shown: someOf(others) }))
  const website: Condition = { field: 'website_id', is: 'eq', value: String(view.website_id) }
  const ofViews: Condition = {
    field: 'store_id',
    is: 'in',
    value: own.map((each) => each.id).join(','),
  }
  return {
    view,
    isPart,
    conditions: isPart
      ? { website_id: [website], store_id: [ofViews] }
      : { website_id: [], store_id: [] },
  }
}
