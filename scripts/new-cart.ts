// `npm run new:cart NAME ["As merchants know it"]`: the place of a new cart, with a failing contract.
import fs from 'node:fs'
import path from 'node:path'
import * as prettier from 'prettier'
import { changedFiles, isCartId, newFiles } from './new-cart/lay-out.ts'

const USAGE = `npm run new:cart -- NAME ["As merchants know it"]

Lays out app/migration/carts/NAME, its line in the registry, its dialect of the scriptable store and
a contract suite that fails until the cart keeps it. NAME: lower-case letters and digits. What comes
next: docs/adding-a-cart.md.`

const [id = '', name = id.charAt(0).toUpperCase() + id.slice(1)] = process.argv.slice(2)
process.exitCode = await main()

async function main(): Promise<number> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  if (!isCartId(id)) {
    say(USAGE)
    return 2
  }
  const fresh = newFiles({ id, name })
  const taken = [...fresh.keys()].filter((file) => fs.existsSync(file))
  if (taken.length > 0) {
    say(`Nothing was written: ${taken.join(', ')} is there already.`)
    return 1
  }
  const read = (file: string) => fs.readFileSync(file, 'utf8')
  for (const [file, text] of [...fresh, ...changedFiles({ id, name }, read)]) {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    const options = await prettier.resolveConfig(file)
    fs.writeFileSync(file, await prettier.format(text, { ...options, filepath: file }))
    say(file)
  }
  say(`\nNext: npx vitest run test/carts/${id}-dialect.test.ts, and docs/adding-a-cart.md.`)
  return 0
}
