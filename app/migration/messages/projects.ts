import { sayer, type Spec } from './message.ts'
import { message, text } from './parameters.ts'

/** What is told of the linked project: when it is connected. */
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
} as const satisfies Spec

export const projectSays = sayer<typeof PROJECTS>('projects')
