/** The cells of a CSV file as RFC 4180 reads them; throws on what it does not allow. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      // Doubled quotes are one quote of the text.
      let from = at + 1
      for (;;) {
        const next = text.indexOf('"', from)
        if (next < 0) throw new Error('A quote is not closed')
        if (text[next + 1] !== '"') {
          cell = text.slice(at + 1, next).replaceAll('""', '"')
          at = next + 1
          break
        }
        from = next + 2
      }
    } else {
      const rest = /^[^",\r\n]*/.exec(text.slice(at))?.[0] ?? ''
      cell = rest
      at += rest.length
    }
    row.push(cell)
    if (text[at] === ',') {
      at += 1
      if (at === text.length) row.push('')
    } else if (text.startsWith('\r\n', at)) {
      rows.push(row)
      row = []
      at += 2
    } else {
      throw new Error(`Unexpected ${JSON.stringify(text.slice(at, at + 10))}`)
    }
  }
  if (row.length > 0) throw new Error('The last line does not end')
  return rows
}
