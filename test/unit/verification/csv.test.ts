import { buffer, text } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toCsv } from '#app/verification/csv.server.ts'
import { parseCsv } from '#test/helpers/web/parse-csv.ts'

const BOM = '\uFEFF'

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

/** The cells a spreadsheet gets for these texts. */
async function written(cells: readonly string[]): Promise<string[]> {
  const columns = [
    { header: 'Text', cell: (one: string) => one },
    { header: 'End', cell: () => 'end' },
  ]
  const file = await text(toCsv(columns, each(cells)))
  const rows = parseCsv(file.replace(BOM, ''))
  expect(rows[0]).toEqual(['Text', 'End'])
  expect(rows.slice(1).map(([, end]) => end)).toEqual(cells.map(() => 'end'))
  return rows.slice(1).map(([first = '']) => first)
}

describe('text in a CSV file', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("https://evil.example";"Click")', '\'=HYPERLINK("https://evil.example";"Click")'],
    ['+49 30 1234', "'+49 30 1234"],
    ['-ABC-1', "'-ABC-1"],
    ['-1+1', "'-1+1"],
    ['--1', "'--1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1+1', "'=1+1"],
    ['\r=1+1', "'=1+1"],
    ['\n=1+1', "'=1+1"],
    ['\u0000=1+1', "'=1+1"],
    ['  =1+1', "'=1+1"],
    ['\u00a0=1+1', "'=1+1"],
    ['\u200b=1+1', "'\u200b=1+1"],
    ['"=1+1', '\'"=1+1'],
    ["'=1+1", "''=1+1"],
    ['“=1+1', "'“=1+1"],
    ['＝1+1', "'＝1+1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['=cmd|" /C calc"!A0', '\'=cmd|" /C calc"!A0'],
  ])('%j is no formula for a spreadsheet', async (typed, cell) => {
    expect(await written([typed])).toEqual([cell])
  })

  test.each(['10.00', '-5.00', '0', '-0.01', '1099', '12345678901234567890.12'])(
    'the number %s stays a number',
    async (amount) => {
      expect(await written([amount])).toEqual([amount])
    },
  )

  test.each(['1001', 'ABC-1', 'a=b', 'Größe "XL", rot', 'order #5', 'ada', '株式会社', 'Q&A'])(
    'harmless text stays as it is: %s',
    async (typed) => {
      expect(await written([typed])).toEqual([typed])
    },
  )

  test('keeps a record on one line, whatever is in it', async () => {
    expect(await written(['first\r\nsecond\n\tthird'])).toEqual(['first second third'])
  })

  test('is read back, and never begins as a formula does, for all texts', async () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed()),
      fc
        .tuple(
          fc
            .array(fc.constantFrom(' ', '\n', '"', "'", '\u200b', '\u0000'), { maxLength: 3 })
            .map((parts) => parts.join('')),
          fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝'),
          fc.string(),
        )
        .map((parts) => parts.join('')),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { maxLength: 10 }), async (cells) => {
        for (const cell of await written(cells)) {
          if (/^-?\d+(\.\d+)?$/.test(cell)) continue
          expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('says that it is UTF-8', async () => {
    const columns = [{ header: 'Größe', cell: (one: string) => one }]
    const bytes = await buffer(toCsv(columns, each(['é'])))
    expect(bytes.equals(Buffer.from(`${BOM}Größe\r\né\r\n`))).toBe(true)
  })
})

describe('a long CSV file', () => {
  const columns = [{ header: 'Text', cell: (one: string) => one }]

  test('is written as it is read: no more rows are made than somebody takes', async () => {
    let made = 0
    let ended: () => void = () => undefined
    const end = new Promise<void>((resolve) => (ended = resolve))
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) {
          made += 1
          yield 'a'.repeat(1_000)
        }
      } finally {
        ended()
      }
    }
    for await (const chunk of toCsv(columns, endless())) {
      expect(chunk).toBeTruthy()
      if (made > 50) break
    }
    // Whoever stops reading stops the making, too.
    await end
    expect(made).toBeLessThan(300)
  })

  test('breaks off when its rows do, so that it never looks complete', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield 'first'
      throw new Error('the old store went away')
    }
    await expect(text(toCsv(columns, broken()))).rejects.toThrow('went away')
  })
})
