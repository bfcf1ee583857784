import { z } from 'zod'
import { messagesOfCarts } from '#app/migration/carts/registry.server.ts'
import { wordsOf, type Words } from '#app/migration/messages/language.ts'
import { LANGUAGES, type LanguageName } from '#app/migration/messages/languages.ts'
import {
  messageSchema,
  type Message,
  type Spec,
  type Told,
} from '#app/migration/messages/message.ts'
import { ROOMS } from '#app/migration/messages/rooms.ts'
import type { Shown } from './shown.ts'

/** One room's messages in one language. */
export type Room = { spec: Spec; sentences: Readonly<Record<string, unknown>> }

/** Every room there is, by the name that keys begin with. */
export function roomsIn(language: LanguageName): ReadonlyMap<string, Room> {
  const own = LANGUAGES[language].rooms
  return new Map<string, Room>([
    ...Object.entries(ROOMS).map(([name, spec]): [string, Room] => [
      name,
      { spec, sentences: own[name as keyof typeof ROOMS] },
    ]),
    ...[...messagesOfCarts()].map(([name, { spec, sentences }]): [string, Room] => [
      name,
      { spec, sentences: sentences[language] },
    ]),
  ])
}

/** Sentences of one language. A message that no room knows, or with other parameters, is told to be so. */
function speaker(language: LanguageName) {
  const rooms = roomsIn(language)
  const schemas = new Map<string, z.ZodType>()
  const words: Words = wordsOf(LANGUAGES[language], say)
  return say

  function say({ key, params }: Message): string {
    const [room = '', name = ''] = key.split('.')
    const { spec, sentences } = rooms.get(room) ?? {}
    const shape = spec && Object.hasOwn(spec, name) ? spec[name] : undefined
    const sentence = sentences?.[name]
    if (!shape) return LANGUAGES[language].notKnown(key)
    if (typeof sentence === 'string') return sentence
    const schema = schemas.get(key) ?? z.object(shape)
    schemas.set(key, schema)
    const known = schema.safeParse(params)
    if (!known.success || typeof sentence !== 'function') return LANGUAGES[language].notKnown(key)
    return String(sentence(known.data, words))
  }
}

const SPEAKERS = new Map<LanguageName, (message: Message) => string>()

/** The sentence people read. @param told in the words of an earlier release, it stays as it is */
export function sentenceOf(told: Told, language: LanguageName = 'en'): string {
  if (typeof told === 'string') return told
  const say = SPEAKERS.get(language) ?? speaker(language)
  SPEAKERS.set(language, say)
  return say(told)
}

/** What a page is given of `data`: the sentence of each message in it. */
export function shown<T>(data: T, language?: LanguageName): Shown<T>
export function shown(data: unknown, language?: LanguageName): unknown {
  if (typeof data !== 'object' || data === null || data instanceof Date) return data
  if (Array.isArray(data)) return data.map((each: unknown) => shown(each, language))
  if (isMessage(data)) return sentenceOf(data, language)
  return Object.fromEntries(
    Object.entries(data).map(([name, each]: [string, unknown]) => [name, shown(each, language)]),
  )
}

function isMessage(data: object): data is Message {
  return Object.keys(data).length === 2 && messageSchema.safeParse(data).success
}
