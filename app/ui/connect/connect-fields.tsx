import { BlockStack, Select, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { ConnectField } from '#app/projects/project-types.ts'
import { CART_NAMES } from '#app/words/names.ts'

const CARTS = Object.entries(CART_NAMES).map(([value, label]) => ({ value, label }))

export function ConnectFields({
  initial,
  errors,
}: {
  initial: { url: string; consumerKey: string }
  errors: Partial<Record<ConnectField, string>>
}) {
  const [url, setUrl] = useState(initial.url)
  const [key, setKey] = useState(initial.consumerKey)
  const [secret, setSecret] = useState('')
  const [cart, setCart] = useState(CARTS[0]?.value ?? '')
  return (
    <BlockStack gap="400">
      <Select
        label="System of the old store"
        name="cart"
        options={CARTS}
        value={cart}
        onChange={setCart}
        error={errors.cart}
      />
      <TextField
        label="Address of the old store"
        name="url"
        type="url"
        inputMode="url"
        placeholder="https://www.example.com"
        helpText="The address of the shop’s front page, with the folder if it lives in one."
        autoComplete="url"
        value={url}
        onChange={setUrl}
        error={errors.url}
      />
      <TextField
        label="Consumer key"
        name="consumerKey"
        placeholder="ck_…"
        autoComplete="off"
        monospaced
        spellCheck={false}
        value={key}
        onChange={setKey}
        error={errors.consumerKey}
      />
      <TextField
        label="Consumer secret"
        name="consumerSecret"
        type="password"
        placeholder="cs_…"
        helpText="Kept encrypted and never shown again."
        autoComplete="off"
        value={secret}
        onChange={setSecret}
        error={errors.consumerSecret}
      />
    </BlockStack>
  )
}
