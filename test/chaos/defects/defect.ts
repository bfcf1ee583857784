import type { Defect } from '../types.ts'

/** What a defect changes in a file of the app: a piece of text that stands there exactly once. */
export type Patch = { file: string; find: string; put: string }

export type PlantedDefect = Defect & { readonly patches: readonly Patch[] }

export function defect(
  about: Pick<Defect, 'name' | 'says' | 'focus' | 'moments'>,
  ...patches: Patch[]
): PlantedDefect {
  return {
    ...about,
    patches,
    workerArgs: ['--import', './test/chaos/defects/plant.ts'],
    workerEnv: { CHAOS_DEFECT: about.name },
  }
}

/** A defect that no migration shows: the test that has to fail with it, and nothing else. */
export type SeenByTest = {
  readonly name: string
  readonly says: string
  readonly test: string
  readonly patches: readonly Patch[]
}
