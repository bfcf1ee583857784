/** The story's voice: plain lines, and one line that rewrites itself while a run is under way. */
export type Terminal = {
  heading(text: string): void
  line(text: string): void
  /**
   * Replaces the last progress line on a terminal. On a pipe there is nothing to replace: the line is
   * printed now and then, when it has changed, and the last one always.
   */
  progress(text: string): void
  endProgress(): void
  table(rows: string[][]): void
}

const NOW_AND_THEN_MS = 10_000

export function createTerminal(
  stream: Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean },
  now: () => number = Date.now,
): Terminal {
  const rich = stream.isTTY === true
  let current = ''
  let printed = ''
  let printedAt = Number.NEGATIVE_INFINITY
  const bold = (text: string) => (rich ? `\u001B[1m${text}\u001B[0m` : text)
  const print = (text: string) => {
    if (text !== printed) stream.write(`${text}\n`)
    printed = text
    printedAt = now()
  }
  const endProgress = () => {
    if (!current) return
    if (rich) stream.write('\n')
    else print(current)
    current = ''
    printed = ''
    printedAt = Number.NEGATIVE_INFINITY
  }
  const line = (text: string) => {
    endProgress()
    stream.write(`${text}\n`)
  }
  return {
    heading: (text) => line(`\n${bold(text)}`),
    line,
    progress: (text) => {
      current = text
      if (rich) stream.write(`\r\u001B[2K${text}`)
      else if (now() - printedAt >= NOW_AND_THEN_MS) print(text)
    },
    endProgress,
    table: (rows) => {
      const widths = (rows[0] ?? []).map((_, column) =>
        Math.max(...rows.map((row) => (row[column] ?? '').length)),
      )
      for (const row of rows) {
        line(
          `  ${row
            .map((cell, column) =>
              column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
            )
            .join('  ')}`,
        )
      }
    },
  }
}
