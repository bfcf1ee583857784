import { BlockStack, Button, Card, Collapsible, InlineStack, Text } from '@shopify/polaris'
import { useId, useState, type ReactNode } from 'react'

/** What only some want to read, behind a button that says what it is. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  const { button, content } = useFold(false, () => title, children)
  return (
    <BlockStack gap="300">
      <InlineStack>{button}</InlineStack>
      {content}
    </BlockStack>
  )
}

/** The same as a card with a heading. @param what the button shows and hides, as "log" */
export function FoldedCard({
  title,
  what,
  startsOpen = false,
  children,
}: {
  title: string
  what: string
  startsOpen?: boolean
  children: ReactNode
}) {
  const label = (isOpen: boolean) => `${isOpen ? 'Hide' : 'Show'} ${what}`
  const { button, content } = useFold(startsOpen, label, children)
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {button}
        </InlineStack>
        {content}
      </BlockStack>
    </Card>
  )
}

function useFold(startsOpen: boolean, label: (isOpen: boolean) => string, children: ReactNode) {
  const id = useId()
  const [isOpen, setOpen] = useState(startsOpen)
  return {
    button: (
      <Button
        variant="plain"
        disclosure={isOpen ? 'up' : 'down'}
        ariaExpanded={isOpen}
        ariaControls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {label(isOpen)}
      </Button>
    ),
    content: (
      <Collapsible id={id} open={isOpen}>
        {children}
      </Collapsible>
    ),
  }
}
