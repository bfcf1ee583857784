import type { EntityKind } from '../kinds/kind.ts'
import { moneyText } from '../kinds/values/money.ts'
import type { z } from 'zod'
import type { Message, ParamsOf, Spec } from './message.ts'
import type { some } from './parameters.ts'

/** The sentences of one room in one language: one that is missing, or speaks of something else, is a type error. */
export type Sentences<S extends Spec> = {
  readonly [Name in keyof S]: keyof S[Name] extends never
    ? string
    : (params: ParamsOf<S[Name]>, words: Words) => string
}

/** What belongs to a language beside its sentences. */
export type Grammar = {
  /** BCP 47 */
  locale: string
  noun: (kind: EntityKind) => { one: string; many: string }
  /** "billingAddress" → "Billing address" */
  field(name: string): string
  quoted(text: string): string
  /** What follows names of which so many are left out. */
  andMore(names: string, more: number): string
}

/** Numbers and lists as people read them in one language: nothing else writes them. */
export type Numbers = {
  number(value: number): string
  /** "1 image", "1,204 images" */
  count(value: number, one: string, many: string): string
  /** "37 orders" */
  records(kind: EntityKind, value: number): string
  /** Entity Points: at most one decimal place. */
  points(value: string): string
  /** "a, b and c" */
  list(parts: readonly string[]): string
}

/** All that sentences of one language are made with. */
export type Words = Numbers & {
  one(kind: EntityKind): string
  many(kind: EntityKind): string
  /** Nothing is rounded: "12.30 EUR". */
  money(value: { amount: string; currency: string }): string
  /** In UTC: what is said is kept and read anywhere. */
  moment(iso: string): string
  /** Quoted, each once; the first few of many. */
  names(all: readonly string[], most?: number): string
  /** The same of what is kept with its first names only. */
  some(named: z.infer<typeof some>): string
  field(name: string): string
  /** “Billing address” */
  quotedField(name: string): string
  say(message: Message): string
}

/** More names than a sentence should hold. */
const MOST_NAMES = 8
const LONGEST_NAME = 80

export function numbersOf({ locale, noun }: Pick<Grammar, 'locale' | 'noun'>): Numbers {
  const number = new Intl.NumberFormat(locale)
  const points = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const rules = new Intl.PluralRules(locale)
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const count: Numbers['count'] = (value, one, many) =>
    `${number.format(value)} ${rules.select(value) === 'one' ? one : many}`
  return {
    number: (value) => number.format(value),
    count,
    records: (kind, value) => count(value, noun(kind).one, noun(kind).many),
    points: (value) => points.format(Number(value)),
    list: (parts) => list.format(parts),
  }
}

export function wordsOf(grammar: Grammar, say: (message: Message) => string): Words {
  const { locale, noun, field, quoted, andMore } = grammar
  const moment = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  const firstOf = (first: readonly string[], all: number) => {
    const shown = first.map((name) => quoted(name.slice(0, LONGEST_NAME))).join(', ')
    return all > first.length ? andMore(shown, all - first.length) : shown
  }
  return {
    ...numbersOf(grammar),
    one: (kind) => noun(kind).one,
    many: (kind) => noun(kind).many,
    money: ({ amount, currency }) => moneyText(amount, currency),
    moment: (iso) => {
      const at = new Date(iso)
      return Number.isNaN(at.getTime()) ? iso : `${moment.format(at)} UTC`
    },
    names: (all, most = MOST_NAMES) => {
      const each = [...new Set(all)]
      return firstOf(each.slice(0, most), each.length)
    },
    some: ({ names, count }) => firstOf(names, count),
    field,
    quotedField: (name) => quoted(field(name)),
    say,
  }
}
