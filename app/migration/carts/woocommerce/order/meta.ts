import type { WireMeta } from '../wire/meta.ts'
import { isFieldReference } from '../plain-key.ts'
import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import { nameText } from '../names.ts'
import { nameOfPrivate, NEVER_MOVED, SAYS_NOTHING } from './meta-keys.ts'
import { readableText } from '../readable.ts'
import { isNothing } from '../../kit/wire/shapes.ts'

/** Custom data of an order on its way: what was understood is taken out, the rest arrives as it is. */
export type OrderMeta = {
  /** What `read` makes of the values under a key; the key counts as understood unless all are null. */
  take<T>(key: string, read: (value: unknown) => T | null): T[]
  /** Every key there is, each once. */
  keys(): readonly string[]
  /** These are read for something else, whatever they hold. */
  understood(keys: readonly string[]): void
  rest(): WireMeta[]
}

export function orderMeta(entries: readonly WireMeta[]): OrderMeta {
  const byKey = new Map<string, WireMeta[]>()
  for (const entry of entries) {
    const same = byKey.get(entry.key)
    if (same) same.push(entry)
    else byKey.set(entry.key, [entry])
  }
  const taken = new Set<string>()
  return {
    take(key, read) {
      const values = (byKey.get(key) ?? []).flatMap((entry) => {
        const value = isNothing(entry.value) ? null : read(entry.value)
        return value === null ? [] : [value]
      })
      if (values.length > 0) taken.add(key)
      return values
    },
    keys: () => [...byKey.keys()],
    understood(keys) {
      for (const key of keys) taken.add(key)
    },
    rest: () => entries.filter(({ key }) => !taken.has(key)),
  }
}

type Named = { name: string; value: string }

/**
 * Custom data of no meaning of its own, under its own key: what a person may read arrives, private
 * keys of no known meaning are added to `leftBehind`.
 */
export function customData(entries: readonly WireMeta[], leftBehind: string[]): Named[] {
  return entries.flatMap((entry) => customDatum(entry, leftBehind))
}

function customDatum(meta: WireMeta, leftBehind: string[]): Named[] {
  const { key } = meta
  if (key.trim() === '' || isNothing(meta.value) || isNeverMoved(key)) return []
  if (key.startsWith('_') && isFieldReference(meta.value)) return []
  const name = key.startsWith('_') ? nameOfPrivate(key) : nameOf(meta)
  const value = TIMESTAMP.test(key) ? momentOf(valueOf(meta)) : valueOf(meta)
  if (name === null || name === '' || value === '') {
    leftBehind.push(key)
    return []
  }
  return ownEntry(SAYS_NOTHING, key)?.test(value) ? [] : [{ name, value }]
}

/** Delivery dates that are counted in seconds; the rest of them is text. */
const TIMESTAMP = /(?:orddd|orddd_lite|jckwds|delivery)_timestamp$/i

/**
 * A day, with its time where it has one (plugins keep one second after midnight for "no time"). The
 * seconds are those of the store's own clock, as WordPress counts them.
 */
function momentOf(seconds: string): string {
  if (!/^\d{9,10}$/.test(seconds)) return seconds
  const [day = '', time = ''] = new Date(Number(seconds) * 1_000).toISOString().split('T')
  const minute = time.slice(0, 5)
  return minute === '00:00' || minute === '00:01' ? day : `${day} ${minute}`
}

/** Whether what stands under a key of no meaning of its own is moved at all. */
export function arrives(key: string): boolean {
  if (key.trim() === '' || isNeverMoved(key)) return false
  return !key.startsWith('_') || nameOfPrivate(key) !== null
}

function isNeverMoved(key: string): boolean {
  return NEVER_MOVED.some((known) => known.key.test(key))
}

/** As the plugin shows the key, else the key. */
function nameOf({ key, display_key }: WireMeta): string {
  const shown = typeof display_key === 'string' ? display_key : ''
  return nameText(shown.trim() === '' ? key : shown)
}

/** As the plugin shows the value, where it shows one: false and the like are none. */
export function valueOf({ value, display_value }: WireMeta): string {
  return (isNothing(display_value) ? '' : readableText(display_value)) || readableText(value)
}
