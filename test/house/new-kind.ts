import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const ROOT = path.resolve(import.meta.dirname, '../..')
const LIST = 'app/migration/kinds/kind.ts'

/** A kind that nobody wants, in a folder of its own. */
const OWN_FILES = {
  'app/migration/kinds/page/page.ts': `
export type CanonicalPage = { kind: 'page'; sourceId: string; title: string; bodyHtml: string }
`,
  'app/migration/kinds/page/kind.ts': `
import type { KindDefinition } from '../definition.ts'
import type { CanonicalPage } from './page.ts'

export const page: KindDefinition<CanonicalPage> = {
  kind: 'page',
  noun: { one: 'page', many: 'pages' },
  points: '0.1',
  adminPath: 'pages',
  reference: ({ sourceId }) => sourceId,
  label: ({ title }) => title || null,
  isLabelPersonal: false,
  keyFields: ['title'],
  recognisedBy: ['title'],
  lookUps: [],
  retire: null,
}
`,
}

export type NewKind = {
  /** Existing files that have to be touched for it, the list of kinds first. */
  touches: string[]
  /** What the compiler says where it is forgotten: "app/a.ts:3: Property 'page' is missing …". */
  forgotten: string[]
}

/**
 * Adds a fourth kind to the list of kinds, in memory only, and asks the compiler where it is missing.
 * What a new kind needs and the compiler does not ask for is a list made by hand: `kindLists` finds it.
 */
export function addAKind(): NewKind {
  const files = new Map(
    Object.entries({
      ...OWN_FILES,
      [LIST]: withPage(fs.readFileSync(path.join(ROOT, LIST), 'utf8')),
    }).map(([name, text]) => [path.join(ROOT, name), text] as const),
  )
  const program = compile(files)
  const errors = ts.getPreEmitDiagnostics(program).flatMap(({ file, start, messageText }) => {
    if (!file) return []
    const { line } = file.getLineAndCharacterOfPosition(start ?? 0)
    const [first] = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')
    return [{ name: path.relative(ROOT, file.fileName), line: line + 1, text: first ?? '' }]
  })
  return {
    touches: [...new Set([LIST, ...errors.map(({ name }) => name)])],
    forgotten: errors.map(({ name, line, text }) => `${name}:${line}: ${text}`),
  }
}

function withPage(list: string): string {
  const entries = list.match(/const DEFINITIONS = \[(.*)\] as const/)?.[1]
  if (entries === undefined) throw new Error(`${LIST} has no list of definitions`)
  return `import { page } from './page/kind.ts'\n${list.replace(`[${entries}]`, `[${entries}, page]`)}`
}

function compile(files: ReadonlyMap<string, string>): ts.Program {
  const config = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile)
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    { ...config.config, include: ['app', '*.ts'] },
    ts.sys,
    ROOT,
  )
  const folders = new Set([...files.keys()].map((name) => path.dirname(name)))
  const host = ts.createCompilerHost(options)
  const onDisk = { ...host }
  host.fileExists = (name) => files.has(name) || onDisk.fileExists(name)
  host.directoryExists = (name) => folders.has(name) || onDisk.directoryExists?.(name) === true
  host.readFile = (name) => files.get(name) ?? onDisk.readFile(name)
  return ts.createProgram([...new Set([...fileNames, ...files.keys()])], options, host)
}
