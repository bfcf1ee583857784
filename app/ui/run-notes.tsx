import { BlockStack, Button, Card, Collapsible, InlineStack, Text } from '@shopify/polaris'
import { useId, useState } from 'react'
import type { NoteGroup } from '#app/runs/run-types.ts'
import { groupTitle } from './decision-words.ts'
import { useFormat } from './use-format.ts'

/** What is worth knowing of a run, folded: a line for alike notes. */
export function RunNotes({ notes }: { notes: readonly NoteGroup[] }) {
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  if (notes.length === 0) return null
  const count = notes.reduce((sum, note) => sum + note.count, 0)
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Notes: {format.number(count)}
          </Text>
          <Button
            variant="plain"
            disclosure={isOpen ? 'up' : 'down'}
            ariaExpanded={isOpen}
            ariaControls={id}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Hide notes' : 'Show notes'}
          </Button>
        </InlineStack>
        <Collapsible id={id} open={isOpen}>
          <ul className="plain-list">
            {notes.map((note) => (
              <li key={`${note.kind} ${note.code}`}>
                <Text as="p" fontWeight="semibold">
                  {groupTitle({ ...note, section: 'notes', field: null })}:{' '}
                  {format.count(note.kind, note.count)}
                </Text>
                <Text as="p" breakWord>
                  {note.isSame ? note.message : `For example: ${note.message}`}
                </Text>
              </li>
            ))}
          </ul>
        </Collapsible>
      </BlockStack>
    </Card>
  )
}
