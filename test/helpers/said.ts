import { engineSays } from '#app/migration/messages/engine.ts'
import { toldBy, type Message, type Told } from '#app/migration/messages/message.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

/** A row of an issue or of a run's log with the sentence that people read. */
export function said<Row extends { message: string; said: string | null }>(row: Row): Row {
  return { ...row, message: sentenceOf(toldBy(row)) }
}

/** A line for the run's log with the sentence that people read. */
export type SaidEvent = { level: 'info' | 'warn'; message: string }

/** What is told of a record that was written. */
export function noted(note: { message: Told } | undefined): string {
  return note ? sentenceOf(note.message) : ''
}

/** A message that says just this. */
export const says = (text: string): Message => engineSays('asWritten', { text })
