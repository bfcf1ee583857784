// A vitest configuration of its own: the usual one, with the defect that CHAOS_DEFECT names planted.
import path from 'node:path'
import { mergeConfig } from 'vitest/config'
import usual from '../../../vitest.config.ts'
import { applyPatch } from './apply-patch.ts'
import { SEEN_BY_TESTS } from './seen-by-tests.ts'

const name = process.env['CHAOS_DEFECT']
const planted = SEEN_BY_TESTS.find((defect) => defect.name === name)
if (!planted) throw new Error(`There is no defect “${name}” that a test sees.`)

export default mergeConfig(usual, {
  // A module that was kept from before would have another defect in it, or none.
  test: { fsModuleCache: false },
  plugins: [
    {
      name: 'planted-defect',
      enforce: 'pre' as const,
      transform(code: string, id: string) {
        const file = path.relative(process.cwd(), id.split('?')[0] ?? id)
        const patches = planted.patches.filter((patch) => patch.file === file)
        return patches.length === 0 ? null : patches.reduce(applyPatch, code)
      },
    },
  ],
})
