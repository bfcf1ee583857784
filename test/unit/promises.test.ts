import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const text = readFileSync(new URL('../../docs/promises.md', import.meta.url), 'utf8')
const source = (path: string) => new URL(`../../${path}`, import.meta.url)

const PROMISES = [
  'A window of the source’s own clock',
  'Nothing is skipped by paging',
  'Exactly one record in Shopify per source record',
  'The watermark never lies',
  'Unchanged records cost nothing',
  'The merchant’s edits win',
  'Silent to customers and stock',
  'Money is exact',
  'The right project',
  'One live run per project',
  'Every failure is seen',
  'The same record',
  'Everything is accounted for',
]
/** Titles are written with any kind of quotation marks. */
const plain = (words: string) => words.replace(/\\(['"`])/g, '$1').replace(/['‘’“”"]/g, "'")

/** "- `file`: “title”" */
const named = [...text.matchAll(/^- `(test\/[^`]+)`: “(.+)”$/gm)].map(
  ([, file = '', title = '']) => ({ file, title }),
)

describe('docs/promises.md', () => {
  it('has a chapter for each promise, in their order', () => {
    const chapters = [...text.matchAll(/^## (\d+)\. (.+)$/gm)].map(
      ([, number = '', name = '']) => `${number} ${plain(name)}`,
    )
    expect(chapters).toEqual(PROMISES.map((name, i) => `${i + 1} ${plain(name)}`))
  })

  it('names a proof for each promise, and what is not promised', () => {
    const chapters = text.split(/^## /m).filter((chapter) => /^\d+\. /.test(chapter))
    for (const chapter of chapters) expect(chapter).toMatch(/^- `test\/[^`]+`: “/m)
    expect(text).toContain('## What is not promised')
    expect(named.length).toBeGreaterThan(30)
  })

  it.each(named)('names a test that exists: $title', ({ file, title }) => {
    expect(existsSync(source(file)), file).toBe(true)
    // The first words of a call: `test('...'`, `it.skipIf(...)('...'`.
    const titles = [
      ...readFileSync(source(file), 'utf8').matchAll(
        /\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`\n]*)`)/g,
      ),
    ].map(([, single, double, back]) => plain(single ?? double ?? back ?? ''))
    expect(titles).toContain(plain(title))
  })

  it('names every test file it mentions by a path that exists', () => {
    for (const [, path = ''] of text.matchAll(/`(test\/[^`]+\.ts)`/g)) {
      expect(existsSync(source(path)), path).toBe(true)
    }
  })
})

it('each promise has a test under its own name', () => {
  const suite = readFileSync(source('test/integration/promises.test.ts'), 'utf8')
  const blocks = [...suite.matchAll(/^describe\('(.+)', \(\) => \{$/gm)].map(([, name]) => name)
  expect(blocks).toEqual(PROMISES)
})
