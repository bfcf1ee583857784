import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Moves, Shop } from './shop.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Wire = { [key: string]: Json }

/** One request to a shop, as its dialect reads it. */
export type Asked = {
  shop: Shop
  method: string
  url: URL
  headers: Readonly<Record<string, string>>
  /** The body, when one was sent. */
  text: string
  /** What the route's pattern names: `(?<id>\d+)`. */
  part(name: string): string
}

export type Answer = {
  status?: number
  body: Json
  /** What is sent where it is no JSON. */
  text?: string
  headers?: Record<string, string>
}

export type Route = {
  method?: 'GET' | 'POST'
  /** Of the whole path. */
  path: RegExp
  /** It lists records of this kind. */
  lists?: EntityKind
  answer(asked: Asked): Answer
}

/** How one cart speaks of a shop: routes, shapes, filters, paging, auth, clock and error bodies. */
export type Dialect = {
  /** "WooCommerce" */
  name: string
  /** Where a shop that speaks it stands. */
  url: string
  /** Smallest step of its change times, milliseconds. */
  tickMs: number
  moves: Moves
  routes: readonly Route[]
  /** Null: whoever asks may. Asked before the route. */
  refuse(asked: Asked): Answer | null
  /** What a handler threw, as the cart says it; null: it is no refusal but a fault of the dialect. */
  refusal(error: unknown): Answer | null
  noRoute: Answer
  /** Headers of every answer; `Date` is the shop's shown clock whatever it says. */
  headers(shop: Shop): Record<string, string>
  /** What a connector is given, and what is no use. */
  credentials: Record<'good' | 'unknownKey' | 'wrongSecret' | 'writeOnly', Record<string, string>>
}
