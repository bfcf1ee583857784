import { Checkbox } from '@shopify/polaris'
import { useState } from 'react'

/** The merchant's consent to put the present project aside for another store. */
export function ReplaceLinked({ url }: { url: string | null }) {
  const [checked, setChecked] = useState(false)
  return (
    <Checkbox
      name="replaceLinked"
      value="true"
      checked={checked}
      onChange={setChecked}
      label={`Archive the project for ${url ?? 'the linked store'} and link this store instead`}
      helpText="Nothing is deleted, and the archived project can be linked again."
    />
  )
}
