import { Text } from '@shopify/polaris'
import type { NoteGroup } from '#app/runs/run-types.ts'
import { groupTitle } from '#app/decisions/decision-words.ts'
import { FoldedCard } from '../shared/page/folded.tsx'
import { useFormat } from '../shared/page/use-format.ts'

/** What is worth knowing of a run, folded: a line for alike notes. */
export function RunNotes({ notes }: { notes: readonly NoteGroup[] }) {
  const format = useFormat()
  const count = notes.reduce((sum, note) => sum + note.count, 0)
  return (
    <FoldedCard title={`Notes: ${format.number(count)}`} what="notes">
      {notes.length === 0 ? (
        <Text as="p" tone="subdued">
          Nothing so far.
        </Text>
      ) : null}
      <ul className="plain-list">
        {notes.map((note) => (
          <li key={`${note.kind} ${note.code}`}>
            <Text as="p" fontWeight="semibold">
              {groupTitle({ ...note, section: 'notes', field: null })}:{' '}
              {format.records(note.kind, note.count)}
            </Text>
            <Text as="p" breakWord>
              {note.isSame ? note.message : `For example: ${note.message}`}
            </Text>
          </li>
        ))}
      </ul>
    </FoldedCard>
  )
}
