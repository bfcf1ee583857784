import { betweenRooms, circlesOf } from './circles.ts'
import { importsOf, sentenceOf, sourceFiles, type SourceFile } from './imports.ts'
import { kindLists } from './kind-lists.ts'
import { ledgerTablesUsed } from './ledger-tables.ts'
import { cartOf, NEVERS } from './nevers.ts'

/** A file of the app, or a folder of the project, that ought to be split. */
export const MOST_LINES = 400
export const MOST_FILES = 15

export type House = {
  /** Each as the files, or the rooms of `app/`, that go round in it. */
  circles: string[][]
  /** "never: the engine knows a cart: app/a.ts:3 imports app/b.ts" */
  neversBroken: string[]
  /** "app/a.ts:3": a cart's name outside its own folder, but for its line in the registry. */
  cartNamedOutside: string[]
  /** Lines of `app/` that a cart needs outside its own folder. */
  newCartTouches: number
  /** "app/a.ts:3": the kinds one by one, outside the list of them. */
  kindsListedOutside: string[]
  longestFile: { path: string; lines: number }
  fullestFolder: { path: string; files: number }
}

/** Measured from the code as it stands. */
export function lookAtHouse(kinds: readonly string[]): House {
  const app = sourceFiles('app')
  const all = [...app, ...sourceFiles('test', 'scripts', 'prisma')]
  const imports = app.flatMap(importsOf)
  return {
    circles: [...circlesOf(imports), ...circlesOf(betweenRooms(imports))],
    neversBroken: [
      ...NEVERS.flatMap((never) =>
        imports
          .filter((each) => never.isBroken(each))
          .map((each) => `never: ${never.name}: ${sentenceOf(each)}`),
      ),
      ...ledgerTablesUsed(app).map((use) => `never: the ledger’s tables outside it: ${use}`),
    ],
    cartNamedOutside: cartsNamedOutside(app),
    newCartTouches: mostTouchedByCart(app),
    kindsListedOutside: kindsListedOutside(app, kinds),
    longestFile: longest(app),
    fullestFolder: fullest(all),
  }
}

/** The list itself, and the one of each side that has something to do for every kind. */
const MAY_LIST_KINDS = /^app\/migration\/(kinds\/kind\.ts|shopify\/kinds\.ts|carts\/\w+\/)/

export function kindsListedOutside(app: readonly SourceFile[], kinds: readonly string[]): string[] {
  return kindLists(app, kinds).filter((place) => !MAY_LIST_KINDS.test(place))
}

const REGISTRY = 'app/migration/carts/carts.ts'

/** "app/a.ts:3": where a cart is named outside its own folder, but for its line in the registry. */
export function cartsNamedOutside(app: readonly SourceFile[]): string[] {
  const others = app.filter(({ path }) => path !== REGISTRY)
  return [...new Set(cartsOf(app).flatMap((cart) => placesNaming(cart, others)))]
}

/** Lines of the app outside of a cart's own folder that it needs, of the cart that needs most. */
function mostTouchedByCart(app: readonly SourceFile[]): number {
  return Math.max(...cartsOf(app).map((cart) => placesNaming(cart, app).length))
}

function cartsOf(app: readonly SourceFile[]): string[] {
  return [...new Set(app.flatMap(({ path }) => cartOf(path) ?? []))]
}

function placesNaming(cart: string, files: readonly SourceFile[]): string[] {
  const name = new RegExp(cart, 'i')
  return files.flatMap(({ path, text }) => {
    if (cartOf(path) === cart) return []
    const lines = text.split('\n')
    return lines.flatMap((line, index) => (name.test(line) ? [`${path}:${index + 1}`] : []))
  })
}

function longest(files: readonly SourceFile[]): House['longestFile'] {
  return files
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .reduce((a, b) => (b.lines > a.lines ? b : a))
}

function fullest(files: readonly SourceFile[]): House['fullestFolder'] {
  const folders = Map.groupBy(files, ({ path }) => path.slice(0, path.lastIndexOf('/')))
  return [...folders]
    .map(([path, { length }]) => ({ path, files: length }))
    .reduce((a, b) => (b.files > a.files ? b : a))
}
