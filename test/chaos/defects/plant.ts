// Preload for a worker: plants the defect that CHAOS_DEFECT names into the app's modules as they load.
import fs from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { applyPatch } from './apply-patch.ts'
import { DEFECTS } from './index.ts'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')

const name = process.env['CHAOS_DEFECT']
const planted = DEFECTS.find((defect) => defect.name === name)
if (!planted) {
  console.error(`There is no defect “${name}”.`)
  process.exit(1)
}

const patched = new Map<string, string>()
for (const patch of planted.patches) {
  const file = path.join(ROOT, patch.file)
  const url = pathToFileURL(file).href
  try {
    patched.set(url, applyPatch(patched.get(url) ?? fs.readFileSync(file, 'utf8'), patch))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

registerHooks({
  load(url, context, nextLoad) {
    const source = patched.get(url)
    if (source === undefined) return nextLoad(url, context)
    return { format: 'module-typescript', source, shortCircuit: true }
  },
})
