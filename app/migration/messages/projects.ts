import { sayer, type Spec } from './message.ts'
import { count, message, points, text } from './parameters.ts'

/** What is told of the linked project: where it is connected, set up and put away. */
export const PROJECTS = {
  cartMissing: {},
  addressMissing: {},
  addressTooLong: {},
  fieldsMarked: {},
  formIncomplete: {},
  moved: { name: text, from: text, to: text },
  runFromOther: { url: text },
  anotherLinked: { url: text },
  targetStopped: { reason: message },
  targetSilent: {},
  targetRefused: { reason: message },
  keysUnreadable: {},

  notLinked: {},
  runNotFinished: {},
  fieldsWrong: {},
  locationsNotListed: {},
  prefixTooLong: { most: count },
  prefixWrong: {},
  conflictDefaultWrong: {},
  locationWrong: {},
  statusesWrong: { most: count },
  limitWrong: { most: points },
  privacyExport: {},
  fromAnotherSite: {},
  formTooLarge: {},
} as const satisfies Spec

export const projectSays = sayer<typeof PROJECTS>('projects')
