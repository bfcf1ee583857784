import { describe, expect, test } from 'vitest'
import { MORE_SCENES } from '#test/stand-ins/shopify-admin/replay/more/scenes.ts'
import {
  type CaptureSet,
  readExchanges,
  recordingsOf,
  startReplay,
} from '#test/stand-ins/shopify-admin/replay/replay.ts'
import {
  reasonToSkip,
  type Scene,
  type Scenes,
  withTexts,
} from '#test/stand-ins/shopify-admin/replay/scene.ts'
import { SCENES } from '#test/stand-ins/shopify-admin/replay/scenes.ts'

const SETS: Record<CaptureSet, Scenes> = { shopify: SCENES, 'shopify-more': MORE_SCENES }

/* Shopify's recorded answers are for comparison only and lie beside the checkout, if anywhere. */
for (const set of ['shopify', 'shopify-more'] as const) {
  const recorded = recordingsOf(set)
  describe.skipIf(recorded.length === 0)(
    `the Shopify stand-in answers as Shopify did (needs ../shared/captures/${set})`,
    () => {
      test('every recording has a scene, so that none is forgotten', () => {
        expect(Object.keys(SETS[set]).toSorted()).toEqual(recorded)
      })

      for (const [name, scene] of Object.entries(SETS[set])) {
        const isSkipped = scene.skip?.['*']
        const title = isSkipped ? `${name} is not reproduced: ${isSkipped}` : name
        test.skipIf(isSkipped)(title, async () => {
          expect(await differencesIn(set, name, scene)).toEqual({})
        })
      }
    },
  )
}

/** Step → what was answered otherwise than recorded, without what the scene allows. */
async function differencesIn(set: CaptureSet, name: string, scene: Scene) {
  const exchanges = withTexts(scene, readExchanges(set, name))
  const replay = await startReplay({
    exchanges,
    ...(scene.locations ? { locations: scene.locations } : {}),
  })
  const found: Record<string, string[]> = {}
  try {
    await scene.before?.(replay)
    for (const exchange of exchanges) {
      await scene.at?.[exchange.step]?.(replay)
      if (reasonToSkip(scene, exchange.step)) continue
      const { differences } = await replay.send(exchange)
      const unexpected = differences.filter(
        (difference) =>
          !Object.keys(scene.differs ?? {}).some((known) => difference.startsWith(known)),
      )
      if (unexpected.length > 0) found[exchange.step] = unexpected
    }
  } finally {
    await replay.close()
  }
  return found
}
