import { z } from 'zod'
import { beginningOf, jsonText, storedText } from '#app/platform/stored-text.ts'

/** What a message says may be any data: the catalogue of a language makes words of it. */
export type Param =
  string | number | boolean | null | readonly Param[] | { readonly [name: string]: Param }

/**
 * What people are told, as data: `key` is "room.name" of the catalogue, `params` are what the sentence
 * speaks of. Kept and compared so; no secrets, no names, e-mail addresses or other personal data.
 */
export type Message = { readonly key: string; readonly params: Readonly<Record<string, Param>> }

/** A message, or the finished English that releases before the catalogue kept. */
export type Told = Message | string

const paramSchema: z.ZodType<Param> = z.json()

/** As it comes out of the database; whether its room knows it is seen when it is said. */
export const messageSchema: z.ZodType<Message> = z.object({
  key: z.string(),
  params: z.record(z.string(), paramSchema),
})

/** What the messages of one room speak of: a schema for each parameter. */
export type Spec = Readonly<Record<string, Readonly<Record<string, z.ZodType>>>>

export type ParamsOf<Shape extends Spec[string]> = {
  readonly [Name in keyof Shape]: z.infer<Shape[Name]>
}

/** Makes messages of one room: a key it does not have, or another parameter, is a type error. */
export function sayer<S extends Spec>(room: string) {
  return <Name extends keyof S & string>(
    name: Name,
    ...[params]: keyof S[Name] extends never ? [] : [params: ParamsOf<S[Name]>]
  ): Message => ({
    key: `${room}.${name}`,
    // The schemas of rooms are made of `Param`s.
    params: (params ?? {}) as Message['params'],
  })
}

/** A sentence, not a document. */
const MAX_TEXT = 2000
const MAX_ENTRIES = 50

/**
 * As the database keeps it: `message` is the sentence of an earlier release, and counts while there is
 * one; `said` is the message as JSON, the same text for the same message, long texts and lists cut.
 */
export function kept(told: Told): { message: string; said: string | null } {
  if (typeof told === 'string') return { message: storedText(told).slice(0, MAX_TEXT), said: null }
  return { message: '', said: jsonText({ key: told.key, params: cut(told.params) }) }
}

/** What a row says. Rows of older workers carry a sentence, also where a newer one had said something. */
export function toldBy({ message, said }: { message: string; said: string | null }): Told {
  if (message !== '' || said === null) return message
  const known = saidSchema.safeParse(said)
  return known.success ? known.data : { key: 'unreadable', params: {} }
}

const saidSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' })
      return z.NEVER
    }
  })
  .pipe(messageSchema)

function cut(value: Param): Param {
  if (typeof value === 'string') return beginningOf(value, MAX_TEXT)
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.slice(0, MAX_ENTRIES).map(cut)
  const named = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(named.map(([name, each]) => [name, cut(each)]))
}

const isList = (value: object): value is readonly Param[] => Array.isArray(value)

/** For stack traces and the server's log; people read the sentence. */
export function nameOf(told: Told): string {
  return typeof told === 'string' ? told : `${told.key} ${JSON.stringify(told.params)}`
}

/** Whether two say the same. */
export function isSame(a: Told, b: Told): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
