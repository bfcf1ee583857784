import { en } from '#app/migration/carts/magento/messages/en.ts'
import { MAGENTO } from '#app/migration/carts/magento/messages/magento.ts'
import { wordsOf } from '#app/migration/messages/language.ts'
import { LANGUAGES } from '#app/migration/messages/languages.ts'
import type { Message, Told } from '#app/migration/messages/message.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { z } from 'zod'

const SENTENCES: Readonly<Record<string, unknown>> = en
const SPEC: Readonly<Record<string, z.ZodRawShape>> = MAGENTO

/** What Magento's room says, and all others: the catalogue holds the rooms of carts that are listed. */
export function saidOf(told: Told): string {
  if (typeof told === 'string' || !told.key.startsWith('magento.')) return sentenceOf(told)
  return say(told)
}

function say({ key, params }: Message): string {
  const name = key.slice('magento.'.length)
  const sentence = SENTENCES[name]
  if (typeof sentence === 'string') return sentence
  if (typeof sentence !== 'function') throw new Error(`Nobody says ${key}`)
  const known: unknown = z.object(SPEC[name] ?? {}).parse(params)
  return String(sentence(known, wordsOf(LANGUAGES.en, sentenceOf)))
}
