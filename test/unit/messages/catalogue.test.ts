import fs from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type LanguageName } from '#app/migration/messages/languages.ts'
import type { Sentences } from '#app/migration/messages/language.ts'
import { kept, sayer, toldBy, type Spec } from '#app/migration/messages/message.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import { count, text } from '#app/migration/messages/parameters.ts'
import { roomsIn, sentenceOf, shown } from '#app/words/sentence.server.ts'
import { ofShape } from './samples.ts'

const languages = Object.keys(LANGUAGES) as LanguageName[]
const rooms = [...roomsIn('en')]

/** What says something of a room: files that have its sayer, outside the catalogue. */
const APP = fs
  .readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(messages\/en|generated)\b/.test(file))
  .map((file) => fs.readFileSync(`app/${file}`, 'utf8'))
const sayerOf = (room: string) =>
  APP.join('\n').match(new RegExp(`export const (\\w+) = sayer<[^(]+\\('${room}'\\)`))?.[1]

const SENTENCE = /^[\p{Lu}“\d].*[.?](”|\))?$/su
/** What stands at a field or above a list: its name ends so. */
const LABEL = /^[\p{Lu}\d].*[^.]$/u
const isLabel = (name: string) => /Label$/.test(name)

describe.each(rooms)('what the room “%s” tells', (room, { spec }) => {
  test.each(Object.entries(spec))('%s is said in sentences', (name, shape) => {
    for (const params of ofShape(shape)) {
      for (const language of languages) {
        const said = sentenceOf({ key: `${room}.${name}`, params }, language)
        expect(said).not.toMatch(
          /undefined|null|NaN|\[object|Invalid Date| {2}|\s$|\.\.|\(\)|“”|``/,
        )
        expect(said).not.toContain(LANGUAGES[language].notKnown(''))
        if (name === 'asWritten') continue
        expect(said).toMatch(isLabel(name) ? LABEL : SENTENCE)
      }
    }
  })

  test('is told by somebody, each of it', () => {
    const says = sayerOf(room)
    expect(says).toBeDefined()
    const tellers = APP.filter((source) => new RegExp(`\\b${says}\\b`).test(source))
    const unused = Object.keys(spec).filter(
      (name) => !tellers.some((source) => source.includes(`'${name}'`)),
    )
    expect(unused).toEqual([])
  })
})

const MUGS = { broken: { mugs: count }, named: { name: text }, lost: {} } as const satisfies Spec
const mugsSay = sayer<typeof MUGS>('mugs')

test('a language that misses a sentence, or speaks of something else, does not compile', () => {
  const whole: Sentences<typeof MUGS> = {
    broken: ({ mugs }, words) => `${words.count(mugs, 'Tasse ist', 'Tassen sind')} zerbrochen.`,
    named: ({ name }) => `Die Tasse heißt ${name}.`,
    lost: 'Die Tasse ist verloren.',
  }
  // @ts-expect-error one is missing
  const missing: Sentences<typeof MUGS> = { broken: whole.broken, named: whole.named }
  const other: Sentences<typeof MUGS> = {
    ...whole,
    // @ts-expect-error the message knows no saucers
    broken: ({ saucers }) => `${String(saucers)}`,
  }
  expect([missing, other]).toHaveLength(2)
})

test('a message that is not in the catalogue, or without what it speaks of, does not compile', () => {
  // @ts-expect-error no such message
  mugsSay('stolen')
  // @ts-expect-error the number is missing
  mugsSay('broken')
  // @ts-expect-error not a number
  mugsSay('broken', { mugs: 'three' })
  expect(mugsSay('broken', { mugs: 3 })).toEqual({ key: 'mugs.broken', params: { mugs: 3 } })
})

test('a message comes out of the database as it went in', () => {
  const message = mugsSay('named', { name: 'half a mug \ud83d, and\0 more' })
  const read = toldBy(kept(message))
  expect(read).toEqual(mugsSay('named', { name: 'half a mug \ufffd, and more' }))
  expect(kept(read)).toEqual(kept(message))
})

test('the same message is the same text, in whatever order it was put together', () => {
  const one = { key: 'mugs.two', params: { a: 1, b: { c: 2, d: 3 } } }
  const other = { key: 'mugs.two', params: { b: { d: 3, c: 2 }, a: 1 } }
  expect(kept(one)).toEqual(kept(other))
})

test('what grew too long is cut before it is kept', () => {
  const { said } = kept(mugsSay('named', { name: 'x'.repeat(1_000_000) }))
  expect(said?.length).toBeLessThan(3000)
})

test('a sentence of an earlier release is shown as it was written', () => {
  expect(sentenceOf(toldBy({ message: 'Three mugs broke.', said: null }))).toBe('Three mugs broke.')
})

test('a sentence that an older worker put over a message counts', () => {
  const { said } = kept(mugsSay('lost'))
  expect(toldBy({ message: 'Three mugs broke.', said })).toBe('Three mugs broke.')
})

test.each([
  ['of another version', { key: 'mugs.broken', params: { mugs: 3 } }],
  ['of a room without a name', { key: 'mugs', params: {} }],
  ['with other parameters', { key: 'runs.erasedStayAway', params: { number: 3 } }],
  ['with parameters of another kind', { key: 'runs.erasedStayAway', params: { count: '3' } }],
  ['named like a property of every object', { key: 'runs.constructor', params: {} }],
  ['that is no message', toldBy({ message: '', said: '{"key":3}' })],
  ['that is not even JSON', toldBy({ message: '', said: '{' })],
])('a message %s is told to be unknown', (_, message) => {
  expect(sentenceOf(message)).toMatch(/^This was told by another version of the app/)
})

test('what a page is given has a sentence for each message in it, and is as it was otherwise', () => {
  const at = new Date(0)
  const lost = runSays('begun')
  const given = { lost, all: [lost, { why: lost }], at, key: 'a', none: null, many: { key: 'b' } }
  const sentence = sentenceOf(lost)
  expect(shown(given)).toEqual({
    ...given,
    lost: sentence,
    all: [sentence, { why: sentence }],
  })
})
