import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { changedFiles, isCartId, newFiles } from '../../../scripts/new-cart/lay-out.ts'
import { cartsNamedOutside } from '#test/house/house.ts'
import { importsOf, sentenceOf, sourceFiles } from '#test/house/imports.ts'
import { NEVERS } from '#test/house/nevers.ts'

const CART = { id: 'examplecart', name: 'Example Cart' }
const fresh = newFiles(CART)
const changed = changedFiles(CART, (file) => fs.readFileSync(file, 'utf8'))

/** Errors of these files as TypeScript sees them beside all others. */
function errorsOf(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile('tsconfig.json', (file) => ts.sys.readFile(file))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
  const host = ts.createCompilerHost(options)
  const text = (file: string) => files.get(path.relative(process.cwd(), path.resolve(file)))
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => text(file) !== undefined || fileExists(file)
  // Its folders are in no disk.
  host.directoryExists = () => true
  host.readFile = (file) => text(file) ?? readFile(file)
  host.getSourceFile = (file, target, ...others) => {
    const own = text(file)
    return own === undefined
      ? getSourceFile(file, target, ...others)
      : ts.createSourceFile(file, own, target)
  }
  const program = ts.createProgram(
    [...files.keys()],
    { ...options, noEmit: true, incremental: false },
    host,
  )
  return [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]
    return found.map(
      ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
  })
}

describe('a cart that was just laid out', () => {
  test('compiles, its dialect with it', () => {
    const files = [...fresh].filter(([file]) => /^app\/|\/dialects\//.test(file))
    expect(files).toHaveLength(8)
    expect(errorsOf(new Map(files))).toEqual([])
  })

  test('has a column of the contract, which its suite reads', () => {
    const columns = changed.get('test/carts/columns.ts')
    expect(columns).toMatch(/COLUMNS: readonly AnyColumn\[\] = \[[^\]]+EXAMPLECART_DIALECT\]/)
    expect(columns).toContain('export const EXAMPLECART_DIALECT = column(')
    expect(fresh.get('test/carts/examplecart-dialect.test.ts')).toContain(
      'describeColumn(EXAMPLECART_DIALECT)',
    )
  })

  test('touches its own folder and one line of the app', () => {
    const inApp = (files: ReadonlyMap<string, string>) =>
      [...files].flatMap(([file, text]) => (file.startsWith('app/') ? [{ path: file, text }] : []))
    const all = [...sourceFiles('app').filter((file) => !changed.has(file.path)), ...inApp(changed)]
    expect(cartsNamedOutside([...all, ...inApp(fresh)])).toEqual([])
    expect(inApp(changed)).toHaveLength(1)
    const imports = inApp(fresh).flatMap(importsOf)
    const broken = NEVERS.flatMap((never) => imports.filter((each) => never.isBroken(each)))
    expect(broken.map(sentenceOf)).toEqual([])
  })

  test.each(['', 'Magento', 'a/b', '../a', '2magento', 'thirty-bees'])(
    'is never called %j',
    (id) => {
      expect(isCartId(id)).toBe(false)
    },
  )
})
