import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** One import, type imports included; paths from the root of the project. */
export type Import = { from: string; line: number } & (
  { to: string; package?: never } | { package: string; to?: never }
)

export type SourceFile = { path: string; text: string }

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Made by a tool, not written. */
const GENERATED = /^app\/(generated|types)\//

/** Every TypeScript file of these folders, in the order of their paths. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      fs
        .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .map((name) => path.posix.join(folder, name)),
    )
    .filter((name) => /\.tsx?$/.test(name) && !GENERATED.test(name))
    .toSorted()
    .map((name) => ({ path: name, text: fs.readFileSync(path.join(ROOT, name), 'utf8') }))
}

/** Read by TypeScript itself: `import`, `import type`, `export … from`, `import()` and its types. */
export function importsOf({ path: from, text }: SourceFile): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => {
    const line = text.slice(0, pos).split('\n').length
    if (fileName.startsWith('#')) return { from, line, to: fileName.slice(1) }
    if (!fileName.startsWith('.')) return { from, line, package: fileName }
    return { from, line, to: path.posix.join(path.posix.dirname(from), fileName) }
  })
}

/** "app/a.ts:3 imports app/b.ts" */
export function sentenceOf({ from, line, to, package: name }: Import): string {
  return `${from}:${line} imports ${to ?? name}`
}
