import type { Defect } from '../types.ts'

/** What a defect changes in a file of the app: a piece of text that stands there exactly once. */
export type Patch = { file: string; find: string; put: string }

export type PlantedDefect = Defect & { readonly patches: readonly Patch[] }

/**
 * What stores live through behind the full migration. One schedule for all defects that only show
 * then, so that it is tried only once without any.
 */
export const LIVED: Pick<Defect, 'focus' | 'moments' | 'life'> = {
  focus: [],
  moments: [
    'merchant and old store edit the same record',
    'merchant and old store change the addresses of one customer',
    'a price changes without a date',
  ],
  life: [
    'idReuse',
    'orderReassigned',
    'tagsAtBothSides',
    'staleRecord',
    'shrunkenList',
    'editBeforeWrite',
  ],
}

/** Records that are edited in everything, and orders where older stores keep them. */
export const EDITED: Pick<Defect, 'focus' | 'moments' | 'life'> = {
  focus: [],
  moments: [],
  life: [
    'goodsEdited',
    'variationEdited',
    'personEdited',
    'orderEdited',
    'ownAddressEdited',
    'ordersInPosts',
    'backFromTheBin',
    'shortenedList',
  ],
}

export function defect(
  about: Pick<Defect, 'name' | 'says' | 'focus' | 'moments'> & Partial<Pick<Defect, 'life'>>,
  ...patches: Patch[]
): PlantedDefect {
  return {
    life: [],
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
