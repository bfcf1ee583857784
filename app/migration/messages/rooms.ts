import { ENGINE } from './engine.ts'
import type { Grammar, Sentences } from './language.ts'
import { RUNS } from './runs.ts'

/** What everything but the carts tells, by the room that keys begin with. */
export const ROOMS = { engine: ENGINE, runs: RUNS } as const

/** All a language brings; a cart brings its own sentences (`CartDefinition.messages`). */
export type Language = Grammar & {
  rooms: { readonly [Room in keyof typeof ROOMS]: Sentences<(typeof ROOMS)[Room]> }
  /** Said of a message that this version cannot say. */
  notKnown(key: string): string
}
