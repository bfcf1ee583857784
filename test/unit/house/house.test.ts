import fs from 'node:fs'
import { describe, expect, test } from 'vitest'
import { betweenRooms, circlesOf } from '#test/house/circles.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import {
  cartsNamedOutside,
  kindsListedOutside,
  lookAtHouse,
  MOST_FILES,
  MOST_LINES,
} from '#test/house/house.ts'
import { importsOf, sentenceOf, sourceFiles } from '#test/house/imports.ts'
import { kindLists } from '#test/house/kind-lists.ts'
import { ledgerTablesUsed, undecidedTables } from '#test/house/ledger-tables.ts'
import { NEVERS } from '#test/house/nevers.ts'

const app = sourceFiles('app')
const imports = app.flatMap(importsOf)

describe('the layout', () => {
  test.each(NEVERS.map((never) => [never.name, never] as const))('never: %s', (_, never) => {
    expect(imports.filter((each) => never.isBroken(each)).map(sentenceOf)).toEqual([])
  })

  test('has no circles', () => {
    expect(circlesOf(imports)).toEqual([])
  })

  test('has no circles between its rooms', () => {
    expect(circlesOf(betweenRooms(imports))).toEqual([])
  })

  test('never: anything names a cart, but its own folder and its line in the registry', () => {
    expect(cartsNamedOutside(app)).toEqual([])
  })

  test('never: anything lists the kinds, but the list of them and what each side has for every kind', () => {
    expect(kindsListedOutside(app, KINDS)).toEqual([])
  })

  test('never: anything but the ledger reads or writes its tables', () => {
    expect(ledgerTablesUsed(app)).toEqual([])
    expect(undecidedTables()).toEqual([])
  })

  test('no file of the app is too long, and no folder too full', () => {
    const { longestFile, fullestFolder } = lookAtHouse(KINDS)
    expect(longestFile.lines, longestFile.path).toBeLessThanOrEqual(MOST_LINES)
    expect(fullestFolder.files, fullestFolder.path).toBeLessThanOrEqual(MOST_FILES)
  })

  test('only the environment file reads process.env', () => {
    const readers = app.filter(({ text }) => text.includes('process.env')).map(({ path }) => path)
    expect(readers).toEqual(['app/env.server.ts'])
  })
})

describe('what reads the layout', () => {
  const file = (path: string, text: string) => importsOf({ path, text })

  test('sees every way to import, types included, with its line', () => {
    const found = file(
      'app/a/b.ts',
      "import { x } from './c.ts'\nimport type { Y } from '#app/d.ts'\nexport * from '../e.ts'\nconst z = await import('./f.ts')\nimport 'zod'\n",
    )
    expect(found.map(sentenceOf)).toEqual([
      'app/a/b.ts:1 imports app/a/c.ts',
      'app/a/b.ts:2 imports app/d.ts',
      'app/a/b.ts:3 imports app/e.ts',
      'app/a/b.ts:4 imports app/a/f.ts',
      'app/a/b.ts:5 imports zod',
    ])
  })

  test('sees a circle, and that two files which only share one are none', () => {
    const found = [
      ...file('app/a.ts', "import './b.ts'"),
      ...file('app/b.ts', "import './c.ts'\nimport './d.ts'"),
      ...file('app/c.ts', "import './a.ts'"),
      ...file('app/e.ts', "import './d.ts'\nimport './a.ts'"),
    ]
    expect(circlesOf(found)).toEqual([['app/a.ts', 'app/b.ts', 'app/c.ts']])
  })

  test('sees a circle of rooms where the files go round in none', () => {
    const found = [
      ...file('app/a/one.ts', "import '../b/one.ts'"),
      ...file('app/b/two.ts', "import '#app/a/two.ts'\nimport '#app/wiring.ts'"),
      ...file('app/wiring.ts', "import './b/one.ts'"),
    ]
    expect(circlesOf(found)).toEqual([])
    expect(circlesOf(betweenRooms(found))).toEqual([['app/a', 'app/b']])
  })

  test.each([
    ['an array', "const a = ['x', 'y']"],
    ['keys', 'const a = { x: 1, y: 2 }'],
    ['a union', "type A = 'y' | 'x'"],
    ['the cases of a switch', "switch (a) { case 'x': case 'y': }"],
  ])('sees the kinds listed as %s', (_, text) => {
    expect(kindLists([{ path: 'app/a.ts', text }], ['x', 'y'])).toEqual(['app/a.ts:1'])
    expect(kindLists([{ path: 'app/a.ts', text }], ['x', 'z'])).toEqual([])
  })

  test('sees a cart named outside of its folder, but not its line in the registry', () => {
    const carts = 'app/migration/carts'
    const files = [
      { path: `${carts}/magento/cart.ts`, text: 'export const magento = {}' },
      { path: `${carts}/carts.ts`, text: "export { magento } from './magento/cart.ts'" },
      { path: `${carts}/kit/a.ts`, text: '// as Magento does' },
      { path: 'app/ui/a.tsx', text: "\nconst a = 'magento'" },
    ]
    expect(cartsNamedOutside(files)).toEqual([`${carts}/kit/a.ts:1`, 'app/ui/a.tsx:2'])
  })

  test.each([
    ['through Prisma', 'await prisma.mapping.findMany({})'],
    ['inside a transaction', 'await tx.mapping.deleteMany({})'],
    ['in SQL', 'sql`select 1 from "Mapping" m`'],
    ['through a relation', 'prisma.project.findMany({ where: { mappings: { some: {} } } })'],
    ['as a filter', 'const where: Prisma.MappingWhereInput = {}'],
    ['as a row', "import type { Mapping } from '#app/generated/prisma/client.ts'"],
  ])('sees the ledger’s tables used %s', (_, text) => {
    const file = (path: string) =>
      ledgerTablesUsed([{ path, text }]).map((use) => use.split(' ')[0])
    expect(file('app/runs/a.ts')).toEqual(['app/runs/a.ts:1'])
    expect(file('app/migration/ledger/a.ts')).toEqual([])
    expect(
      ledgerTablesUsed([{ path: 'app/a.ts', text: text.replace(/mapping/i, 'session') }]),
    ).toEqual([])
  })

  test('breaks each of the nevers with an example of its own', () => {
    const M = 'app/migration'
    const examples: [from: string, imported: string][] = [
      [`${M}/engine/run/a.ts`, `#${M}/kinds/order/order.ts`],
      [`${M}/carts/magento/a.ts`, `#${M}/carts/woocommerce/b.ts`],
      [`${M}/carts/magento/a.ts`, `#${M}/engine/run/window.ts`],
      [`${M}/carts/kit/a.ts`, `#${M}/carts/magento/b.ts`],
      [`${M}/shopify/a.ts`, `#${M}/ledger/b.ts`],
      ['app/runs/a.ts', `#${M}/shopify/b.ts`],
      [`${M}/kinds/order/a.ts`, 'node:fs'],
      ['app/ui/home/a.tsx', '#app/routes/home.tsx'],
      ['app/projects/a.ts', '#app/runs/b.ts'],
      ['app/projects/a.ts', '@shopify/polaris'],
    ]
    const broken = examples.map(([from, imported]) =>
      NEVERS.filter((never) =>
        file(from, `import '${imported}'`).some((each) => never.isBroken(each)),
      ).map(({ name }) => name),
    )
    expect(broken.map((names) => names[0])).toEqual(NEVERS.map(({ name }) => name))
  })
})

test('the tree of the README is the one there is', () => {
  const readme = fs.readFileSync('README.md', 'utf8')
  expect(readme).not.toMatch(/migration\/(sources|target|canonical)\b/)
})
