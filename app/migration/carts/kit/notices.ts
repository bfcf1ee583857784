import { nameOf, type Message } from '#app/migration/messages/message.ts'

export type Notices = {
  add(told: Message): void
  /** What was added since the last time, each once in a lifetime. */
  take(): Message[]
}

/** What the merchant should know of the old store as a whole, said once per run. */
export function createNotices(): Notices {
  const said = new Set<string>()
  let waiting: Message[] = []
  return {
    add: (told) => {
      if (said.has(nameOf(told))) return
      said.add(nameOf(told))
      waiting.push(told)
    },
    take: () => {
      const taken = waiting
      waiting = []
      return taken
    },
  }
}
