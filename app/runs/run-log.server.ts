import type { Transaction } from '#app/db.server.ts'
import { kept, type Message } from '#app/migration/messages/message.ts'

export type LogLevel = 'info' | 'warn' | 'error'

/** One line of the run's log, as the merchant reads it. No secrets, no personal data. */
export async function appendRunEvent(
  prisma: Pick<Transaction, 'runEvent'>,
  run: { shop: string; runId: string },
  level: LogLevel,
  told: Message,
): Promise<void> {
  await prisma.runEvent.create({
    data: { shop: run.shop, runId: run.runId, level, ...kept(told) },
  })
}
