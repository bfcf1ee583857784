import { storedText } from '#app/platform/stored-text.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import type { SourceConnector, SourceRecord } from '#app/migration/engine/ports/source.ts'

/**
 * A source whose records hold no text that cannot be stored or sent. What that changed and people can
 * see is told on the record: half a character (an emoji that some plugin cut) shows as "\ufffd".
 */
export function withWellFormedText(source: SourceConnector): SourceConnector {
  return {
    ...source,
    async *readChanged(kind, window, resume) {
      for await (const page of source.readChanged(kind, window, resume)) {
        yield { ...page, records: page.records.map(repaired) }
      }
    },
    async readByIds(kind, ids, how) {
      const answer = await source.readByIds(kind, ids, how)
      return { ...answer, records: answer.records.map(repaired) }
    },
  }
}

function repaired(source: SourceRecord): SourceRecord {
  const fields = Object.keys(source.record).filter((field) => repairAt(source.record, field))
  if (fields.length === 0) return source
  return {
    ...source,
    remarks: [
      ...source.remarks,
      ...fields.map((field) => ({
        code: 'VALUE_NOT_READABLE' as const,
        field,
        message: kitSays('halfCharacter', { field }),
      })),
    ],
  }
}

/** Repairs what is there, in place: the record is ours. @returns whether people can see it */
function repairAt(parent: object, key: string): boolean {
  const value: unknown = Reflect.get(parent, key)
  if (typeof value === 'string') {
    const text = storedText(value)
    if (text !== value) Reflect.set(parent, key, text)
    return !value.isWellFormed()
  }
  if (typeof value !== 'object' || value === null) return false
  return Object.keys(value).filter((each) => repairAt(value, each)).length > 0
}
