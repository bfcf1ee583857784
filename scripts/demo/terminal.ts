/** The story's voice: plain lines, and one line that rewrites itself while a run is under way. */
export type Terminal = {
  heading(text: string): void
  line(text: string): void
  /** Replaces the last progress line on a terminal; on a pipe only the final one is printed. */
  progress(text: string): void
  endProgress(): void
  table(rows: string[][]): void
}

export function createTerminal(stream: NodeJS.WriteStream): Terminal {
  const rich = stream.isTTY
  let current = ''
  const bold = (text: string) => (rich ? `\u001B[1m${text}\u001B[0m` : text)
  const endProgress = () => {
    if (!current) return
    stream.write(rich ? '\n' : `${current}\n`)
    current = ''
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
