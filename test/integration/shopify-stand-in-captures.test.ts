import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  CAPTURES,
  readExchanges,
  startReplay,
} from '#test/stand-ins/shopify-admin/replay/replay.ts'
import { SCENES } from '#test/stand-ins/shopify-admin/replay/scenes.ts'

const isThere = existsSync(CAPTURES)

/* Shopify's recorded answers are for comparison only and lie beside the checkout, if anywhere. */
describe.skipIf(!isThere)(
  'the Shopify stand-in answers as Shopify did (needs ../shared/captures/shopify)',
  () => {
    test('every recording has a scene, so that none is forgotten', () => {
      const recorded = readdirSync(CAPTURES, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap((folder) =>
          readdirSync(new URL(`${folder.name}/`, CAPTURES)).map(
            (file) => `${folder.name}/${file.replace('.json', '')}`,
          ),
        )
      expect(Object.keys(SCENES).toSorted()).toEqual(recorded.toSorted())
    })

    for (const [name, scene] of Object.entries(SCENES)) {
      const isSkipped = scene.skip?.['*']
      const title = isSkipped ? `${name} is not reproduced: ${isSkipped}` : name
      test.skipIf(isSkipped)(title, async () => {
        const exchanges = readExchanges(name)
        const replay = await startReplay({
          exchanges,
          ...(scene.locations ? { locations: scene.locations } : {}),
        })
        try {
          await scene.before?.(replay)
          const found: Record<string, string[]> = {}
          for (const exchange of exchanges) {
            await scene.at?.[exchange.step]?.(replay)
            if (scene.skip?.[exchange.step]) continue
            const { differences } = await replay.send(exchange)
            const unexpected = differences.filter(
              (difference) =>
                !Object.keys(scene.differs ?? {}).some((known) => difference.startsWith(known)),
            )
            if (unexpected.length > 0) found[exchange.step] = unexpected
          }
          expect(found).toEqual({})
        } finally {
          await replay.close()
        }
      })
    }
  },
)
