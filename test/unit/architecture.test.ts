import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const app = path.resolve(import.meta.dirname, '../../app')

/** Who may import whom: a folder may import itself and what stands after it. */
const MAY_IMPORT: Record<string, string[]> = {
  platform: [],
  migration: ['platform'],
  plans: ['migration', 'platform'],
  projects: ['migration', 'platform', 'plans'],
  runs: ['projects', 'plans', 'migration', 'platform'],
  verification: ['projects', 'plans', 'runs', 'migration', 'platform'],
  decisions: ['projects', 'plans', 'runs', 'verification', 'migration', 'platform'],
}

/** Files directly in `app/` that hand things down; the engine and the platform know none of them. */
const WIRING = new Set(['services.server.ts', 'db.server.ts', 'env.server.ts'])

type Import = { file: string; target: string }

function sourceFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('generated'))
    .map((name) => path.join(folder, name))
}

function importsOf(file: string): Import[] {
  const text = fs.readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => {
    const specifier = match[1] ?? ''
    const target = specifier.startsWith('#app/')
      ? specifier.slice('#app/'.length)
      : specifier.startsWith('.')
        ? path.relative(app, path.resolve(path.dirname(file), specifier))
        : `package:${specifier}`
    return { file: path.relative(app, file), target }
  })
}

const imports = sourceFiles(app).flatMap(importsOf)
const inFolder = (folder: string) => imports.filter(({ file }) => file.startsWith(`${folder}/`))

describe('imports point one way', () => {
  test.each(Object.entries(MAY_IMPORT))('%s imports only itself and %j', (folder, allowed) => {
    const wrong = inFolder(folder).filter(({ target }) => {
      if (target.startsWith('package:')) return false
      const [top = ''] = target.split('/')
      if (top === folder || allowed.includes(top) || top === 'generated') return false
      const engine = folder === 'migration' || folder === 'platform'
      // The ledger is Prisma behind a port: it needs the client's type.
      if (engine) return !(folder === 'migration' && target === 'db.server.ts') && top !== 'types'
      return !WIRING.has(target)
    })
    expect(wrong).toEqual([])
  })

  test.each(['@remix-run/', '@shopify/polaris', 'react'])(
    'only routes and ui know %s',
    (prefix) => {
      const wrong = imports.filter(
        ({ file, target }) =>
          target.startsWith(`package:${prefix}`) &&
          !/^(routes|ui)\/|^(root|entry\.\w+|routes|web)(\.server|\.client)?\.tsx?$/.test(file),
      )
      expect(wrong).toEqual([])
    },
  )

  test('only the environment file reads process.env', () => {
    const readers = sourceFiles(app)
      .filter((file) => fs.readFileSync(file, 'utf8').includes('process.env'))
      .map((file) => path.relative(app, file))
    expect(readers).toEqual(['env.server.ts'])
  })
})
