import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'

/** A cell that is this stays a number for the spreadsheet, a negative one too. */
const NUMBER = /^-?\d+(\.\d+)?$/

/**
 * What a spreadsheet may take for a formula: these signs at the beginning, also behind quotes, blanks
 * and characters that are not seen, and in the wide forms of East Asian text.
 */
const FORMULA = /^[\s\p{C}"'`´‘’“”«»]*[=+\-@＝＋－＠]/u

/**
 * Rows as CSV the way spreadsheets open it: UTF-8 with its byte order mark, one record a line. What stores and
 * customers typed cannot become a formula there: such text gets an apostrophe in front.
 *
 * Rows are taken one by one as the reader takes the file, so its length costs no memory; a source
 * that throws breaks the file off, so that it never looks complete.
 */
export function toCsv<Row>(
  columns: readonly { header: string; cell: (row: Row) => string }[],
  rows: AsyncIterable<Row>,
): Readable {
  async function* records(): AsyncGenerator<string[]> {
    for await (const row of rows) yield columns.map(({ cell }) => oneLine(cell(row)))
  }
  const source = Readable.from(records())
  const file = stringify({
    bom: true,
    header: true,
    columns: columns.map(({ header }) => header),
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: {
      // The library would put an apostrophe before a negative amount, too.
      string: (text) =>
        NUMBER.test(text)
          ? { value: text, escape_formulas: false }
          : FORMULA.test(text)
            ? `'${text}`
            : text,
    },
  })
  source.on('error', (error) => file.destroy(error))
  // A reader that goes away takes the source along.
  file.on('close', () => source.destroy())
  return source.pipe(file)
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim()
}
