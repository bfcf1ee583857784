import { withoutTags } from '../kit/text/text.ts'
import { percentDecoded } from './slug-text.ts'
import { beginningOf } from '#app/platform/stored-text.ts'
import { nameText } from './names.ts'
import { isNothing } from '../kit/wire/shapes.ts'

/*
 * What a plugin keeps under a key, as text that a person can read. Plugins keep texts, flags, lists,
 * settings and fragments of HTML there.
 */

/** Deeper than anybody nests what is meant to be read. */
const DEEPEST = 6
/** Shopify cuts attributes at a quarter of it; more is not worth putting together. */
const LONGEST = 20_000

/** Empty for what holds nothing, and for what no person ever typed. */
export function readableText(value: unknown): string {
  return textOf(value, 0, { left: LONGEST })
}

type Room = { left: number }

function textOf(value: unknown, depth: number, room: Room): string {
  if (isNothing(value) || depth > DEEPEST || room.left <= 0) return ''
  switch (typeof value) {
    case 'string': {
      const inside = depth < DEEPEST ? jsonIn(value) : undefined
      return inside === undefined ? scalar(value, room) : textOf(inside, depth + 1, room)
    }
    case 'number':
    case 'boolean':
    case 'bigint':
      return spend(String(value), room)
    case 'object':
      return value === null ? '' : ofObject(value, depth, room)
    default:
      return ''
  }
}

function ofObject(value: object, depth: number, room: Room): string {
  if (Array.isArray(value)) {
    const parts = each(value, (item) => textOf(item, depth + 1, room), room)
    return parts.join(value.some((item) => typeof item === 'object') ? '; ' : ', ')
  }
  const named = namedValue(value)
  if (named) {
    const text = textOf(named.value, depth + 1, room)
    return text === '' ? '' : `${named.name}: ${text}`
  }
  if (isUnanswered(value)) return ''
  const entries = Object.entries(value)
  // A list with gaps: PHP writes it as a dictionary.
  const isList = entries.every(([key]) => /^\d+$/.test(key))
  const parts = each(
    entries,
    ([key, item]) => {
      const text = textOf(item, depth + 1, room)
      if (text === '' || isList) return text
      return `${percentDecoded(key)}: ${isObject(item) && !Array.isArray(item) ? `(${text})` : text}`
    },
    room,
  )
  return parts.join(isList && !entries.some(([, item]) => isObject(item)) ? ', ' : '; ')
}

/** `{ name: "Colour", value: "red" }`, as form builders keep each answer. */
function namedValue(value: object): { name: string; value: unknown } | null {
  const { value: own, ...others } = Object.fromEntries(Object.entries(value))
  if (isNothing(own)) return null
  for (const key of ['label', 'name', 'title']) {
    const name = others[key]
    if (typeof name === 'string' && name.trim() !== '') {
      return { name: nameText(name), value: own }
    }
  }
  return null
}

/** A question of a form that nobody answered. */
function isUnanswered(value: object): boolean {
  const entries = Object.entries(value)
  return (
    entries.some(([key, own]) => key === 'value' && isNothing(own)) &&
    entries.every(([key]) => /^(value|label|name|title|key|id|type)$/.test(key))
  )
}

function each<T>(items: readonly T[], text: (item: T) => string, room: Room): string[] {
  const parts: string[] = []
  for (const item of items) {
    if (room.left <= 0) break
    const part = text(item)
    if (part !== '') parts.push(part)
  }
  return parts
}

function scalar(text: string, room: Room): string {
  return spend(withoutTags(withAddresses(percentDecoded(text))), room)
}

function spend(text: string, room: Room): string {
  const part = beginningOf(text, Math.max(0, room.left))
  room.left -= part.length
  return part
}

const LINK = /<a(\s[^<>]*)>([^<>]*)<\/a\s*>/gi
const PICTURE = /<img(\s[^<>]*)>/gi
const HREF = /\bhref\s*=\s*["']([^"'<>]*)["']/i
const SRC = /\bsrc\s*=\s*["']([^"'<>]*)["']/i

/**
 * Links and pictures of uploaded files with their address, which is all that is left of them. A link
 * that is called like the file it leads to becomes the address alone.
 */
function withAddresses(html: string): string {
  if (!html.includes('<')) return html
  return html
    .replace(PICTURE, (tag, inside: string) => {
      const address = SRC.exec(inside)?.[1] ?? ''
      return isAddress(address) ? ` ${address} ` : tag
    })
    .replace(LINK, (tag, inside: string, name: string) => {
      const address = HREF.exec(inside)?.[1]
      if (address === undefined) return tag
      const called = name.trim()
      if (!isAddress(address)) return name
      if (called === '' || address.includes(called.replaceAll(' ', '%20'))) return ` ${address} `
      return ` ${called} (${address}) `
    })
}

function isAddress(text: string): boolean {
  return /^(https?:)?\/\//i.test(text.trim())
}

/** The value a text spells out as JSON; undefined for any other text. */
function jsonIn(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
