import { z } from 'zod'
import { sayer, type Spec } from './message.ts'
import { count, field, kind, message, some, text } from './parameters.ts'

const secret = z.enum(['key', 'secret', 'token'])

/** What is told of any old store. `advice`: what its cart suggests, a sentence. */
export const KIT = {
  webServerPassword: {},
  blocked: { path: text },
  requestRefused: { cart: text },
  noStoreHere: { cart: text },
  maintenance: {},
  slowDown: {},
  serverError: {},
  webPage: { cart: text, path: text },
  answerNotReadable: { advice: message },
  answerNotKnown: {},
  privateAddress: {},
  noAddress: {},
  redirects: {},
  certificate: {},
  tooSlow: { path: text },
  notReached: {},
  tooMuchData: {},

  keyTooLong: { what: secret },
  keyNotPrinted: { what: secret },

  noClock: {},
  clockBehind: { minutes: count },
  noList: { advice: message },
  listsNothing: { advice: message },
  listOutOfOrder: { advice: message },
  listNotAsAsked: { advice: message },
  mendApi: {},
  otherRecords: { advice: message },
  keptChanging: {},
  countsMore: { kind, counted: count, listed: count },

  recordWithoutId: { kind },
  recordGone: { kind },
  recordFails: { kind },
  recordNotReadable: { kind, field: text },
  halfCharacter: { field },
  unknownFields: { fields: some },
  valuesNotReadable: { count, lists: some },
  filesStayBehind: { files: some },
} as const satisfies Spec

export const kitSays = sayer<typeof KIT>('kit')
