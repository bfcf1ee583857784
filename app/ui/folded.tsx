import { BlockStack, Button, Collapsible, InlineStack } from '@shopify/polaris'
import { useId, useState, type ReactNode } from 'react'

/** What only some want to read, behind a button that says what it is. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  return (
    <BlockStack gap="300">
      <InlineStack>
        <Button
          variant="plain"
          disclosure={isOpen ? 'up' : 'down'}
          ariaExpanded={isOpen}
          ariaControls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {title}
        </Button>
      </InlineStack>
      <Collapsible id={id} open={isOpen}>
        {children}
      </Collapsible>
    </BlockStack>
  )
}
