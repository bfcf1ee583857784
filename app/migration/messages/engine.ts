import { z } from 'zod'
import { sayer, type Message, type Spec, type Told } from './message.ts'
import {
  count,
  field,
  fields,
  kind,
  message,
  messages,
  points,
  text,
  texts,
  yes,
} from './parameters.ts'

const shortList = z.object({ kind, listed: count, expected: count })

/** What the engine tells. */
export const ENGINE = {
  together: { all: messages },
  asWritten: { text },

  conflict: { field },
  overwritten: { field },
  goneInShopify: { kind },
  anotherRecord: { kind },
  unknownSide: { field },
  relinked: { fields },
  confirmed: {},
  heldByAnother: {},
  linkHeldByAnother: { kind },
  sourceGone: {},
  leftOutButThere: { why: message },
  deletedInSource: { kind },
  changedSinceLeft: { kind },
  guestLater: { why: message },
  olderThanListed: { kind },
  noResult: {},
  failsOnRecord: { kind, reason: message, begun: yes },

  ownerStandsIn: { kind, owner: kind, why: z.enum(['deleted', 'gone', 'notMigrated']) },
  ownerMissing: { kind, owner: kind },
  partsMissing: { field, parent: kind, missing: count, all: count },

  sourceDoesNotAnswer: { reason: message },
  targetDoesNotAnswer: { reason: message },
  failsOnEveryRecord: { count, reason: message },
  addressRefused: {},
  restored: { count },
  listsLess: { lists: z.array(shortList).readonly() },
  askListsLess: { kind, listed: count, expected: count },
  goesOnWithLess: { kind, listed: count, expected: count },
  compareCostsTooMuch: { points, over: points, limit: points },

  clockWentBack: { minutes: count },
  countDiffers: { kind, there: count, read: count },
  compared: { compared: count, changed: count, missing: count, deleted: count },
  relinkedSoFar: {
    kind,
    looked: count,
    linked: count,
    guests: count,
    proposed: count,
    gone: count,
    refused: count,
  },

  categoryFollowed: {
    name: text,
    before: text,
    why: z.enum(['renamed', 'remade', 'new']),
    result: z.enum(['same', 'renamed', 'kept']),
  },
  categoryRefused: {
    name: text,
    before: text,
    why: z.enum(['renamed', 'remade', 'new']),
    words: text,
  },
  categoryFailed: {
    name: text,
    before: text,
    why: z.enum(['renamed', 'remade', 'new']),
    reason: message,
  },
  categoriesShareName: { name: text, collections: texts },
  categoriesGone: { names: texts },
  noCategories: {},
} as const satisfies Spec

export const engineSays = sayer<typeof ENGINE>('engine')

/** A sentence of an earlier release, where only a message will do. */
export function asMessage(told: Told): Message {
  return typeof told === 'string' ? engineSays('asWritten', { text: told }) : told
}

/** Several as one. */
export function together(told: readonly Told[]): Told {
  const [only] = told
  return only !== undefined && told.length === 1
    ? only
    : engineSays('together', { all: told.map(asMessage) })
}
