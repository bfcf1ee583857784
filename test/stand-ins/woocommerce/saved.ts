import { deserialize, serialize } from 'node:v8'
import { createRandom } from './prng.ts'
import { createSiteTime } from './time.ts'
import type { WooState } from './state.ts'

type SavedStore = Omit<WooState, 'clock' | 'time' | 'random' | 'now' | 'id' | 'meta'> & {
  zone: string
  randomPosition: number
}

/** Everything the old store holds. Throws when it holds something that cannot be kept. */
export function saveStore(state: WooState): Buffer {
  const { clock: _clock, time, random, now: _now, id: _id, meta: _meta, ...held } = state
  const saved: SavedStore = { ...held, zone: time.zone, randomPosition: random.position() }
  return serialize(saved)
}

/** The store holds what was saved, and nothing else; time goes on by its own clock. */
export function loadStore(state: WooState, saved: Uint8Array): void {
  const { zone, randomPosition, nextId, ...held }: SavedStore = deserialize(saved)
  Object.assign(state, held, {
    time: createSiteTime(zone),
    random: createRandom(randomPosition),
  })
  Object.assign(state.nextId, nextId)
}
