import type { LifeKind } from './life-kinds.ts'
import { withoutGoingBack } from './change-dates.ts'
import { editBeforeWrite } from './edit-before-write.ts'
import * as answers from './of-answers.ts'
import * as edits from './of-edits.ts'
import * as orders from './of-orders.ts'
import * as people from './of-people.ts'
import * as products from './of-products.ts'
import { idReuse } from './restored.ts'
import type { Happening, Scene } from './scene.ts'

const { unhide: _unhide, ...OF_ANSWERS } = answers
const { publishWhatIsDue: _publish, ...OF_PRODUCTS } = products

/** The one table from a kind of life to what it does. */
const HAPPENS: Record<LifeKind, Happening> = {
  ...people,
  ...OF_PRODUCTS,
  ...orders,
  ...edits,
  ...OF_ANSWERS,
  idReuse,
  editBeforeWrite,
}

/**
 * Lives through these before a run, and sets up what is to happen in it.
 * @returns ends what waits for the run; gives the kinds that found nothing to live through
 */
export function happenAll(
  scene: Scene,
  kinds: readonly LifeKind[],
  lived: (kind: LifeKind, detail: string) => void,
): () => LifeKind[] {
  const done = new Set<LifeKind>()
  // A backup is restored before anything is made that it would take along.
  const inOrder = kinds.toSorted((a, b) => Number(b === 'idReuse') - Number(a === 'idReuse'))
  const ends = inOrder.map((kind) =>
    withoutGoingBack(scene.state, () =>
      HAPPENS[kind](scene, (detail) => {
        if (!done.has(kind)) lived(kind, detail)
        done.add(kind)
        return null
      }),
    ),
  )
  return () => {
    for (const end of ends) end?.()
    return kinds.filter((kind) => !done.has(kind))
  }
}
