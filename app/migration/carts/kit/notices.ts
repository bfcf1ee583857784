export type Notices = {
  add(text: string): void
  /** What was added since the last time, each text once in a lifetime. */
  take(): string[]
}

/** What the merchant should know of the old store as a whole, said once per run. */
export function createNotices(): Notices {
  const said = new Set<string>()
  let waiting: string[] = []
  return {
    add: (text) => {
      if (said.has(text)) return
      said.add(text)
      waiting.push(text)
    },
    take: () => {
      const taken = waiting
      waiting = []
      return taken
    },
  }
}
