import { BlockStack, Box, Button, Popover, Text } from '@shopify/polaris'
import { QuestionCircleIcon } from '@shopify/polaris-icons'
import { useState } from 'react'
import type { Evidence } from '#app/readiness/statement.ts'
import { useFormat } from '../shared/page/use-format.ts'

/** What a statement rests on: what was asked, when, and how long that holds. */
export function HowWeKnow({
  of,
  evidence,
  onAsk,
}: {
  of: string
  evidence: Evidence
  /** Asks the old store again; null where asking it changes nothing. */
  onAsk: (() => void) | null
}) {
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      preferredAlignment="right"
      activator={
        <div className="how-we-know">
          <Button
            icon={QuestionCircleIcon}
            variant="tertiary"
            accessibilityLabel={`How we know: ${of}`}
            disclosure={false}
            onClick={() => setOpen(!isOpen)}
          />
        </div>
      }
    >
      <Box padding="400" maxWidth="20rem">
        <BlockStack gap="200" inlineAlign="start">
          <Text as="p">{evidence.asked}</Text>
          <Text as="p">That was {format.moment(evidence.at)}.</Text>
          <Text as="p">{evidence.until}</Text>
          {onAsk ? (
            <Button
              variant="plain"
              onClick={() => {
                setOpen(false)
                onAsk()
              }}
            >
              Ask again
            </Button>
          ) : null}
        </BlockStack>
      </Box>
    </Popover>
  )
}
