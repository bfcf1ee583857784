import { BlockStack, Checkbox } from '@shopify/polaris'
import { useState } from 'react'
import { Facts } from '../shared/page/facts.tsx'

/** The merchant's word that the linked store moved, and is no copy of itself. */
export function MovedAddress({
  from,
  to,
  initial,
}: {
  from: string
  to: string
  /** Said before already, about this address. */
  initial: boolean
}) {
  const [checked, setChecked] = useState(initial)
  return (
    <BlockStack gap="300">
      <Facts
        facts={[
          ['Linked address', from],
          ['Address entered', to],
        ]}
      />
      <Checkbox
        name="movedTo"
        value={to}
        checked={checked}
        onChange={setChecked}
        label="It moved: use the address entered from now on"
        helpText="Everything the app remembers stays. Do not tick this for a staging or test site: what is only there would be moved into Shopify."
      />
    </BlockStack>
  )
}
