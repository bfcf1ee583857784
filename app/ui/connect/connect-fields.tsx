import { BlockStack, Select, TextField } from '@shopify/polaris'
import { useState } from 'react'
import type { CartForm } from '#app/migration/carts/cart.ts'
import type { Shown } from '#app/words/shown.ts'

/** Which old store it is and how to get in; what the chosen cart asks for comes with it. */
export function ConnectFields({
  carts,
  cart,
  onCart,
  initial,
  errors,
}: {
  carts: readonly Shown<CartForm>[]
  /** None, as long as nobody chose. */
  cart: Shown<CartForm> | undefined
  onCart: (id: string) => void
  /** By the field's name, as typed before. */
  initial: Readonly<Record<string, string>>
  errors: Readonly<Record<string, string>>
}) {
  const [typed, setTyped] = useState(initial)
  const of = (name: string) => ({
    name,
    value: typed[name] ?? '',
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
    error: errors[name],
  })
  return (
    <BlockStack gap="400">
      <Select
        label="System of the old store"
        name="cart"
        options={carts.map(({ id, name }) => ({ value: id, label: name }))}
        placeholder="Choose the system"
        value={cart?.id ?? ''}
        onChange={onCart}
        error={errors['cart']}
      />
      <TextField
        {...of('url')}
        label="Address of the old store"
        type="url"
        inputMode="url"
        placeholder="https://www.example.com"
        helpText="The address of the shop’s front page, with the folder if it lives in one."
        autoComplete="url"
      />
      {cart?.fields.map(({ name, label, placeholder, isSecret }) => (
        <TextField
          key={name}
          {...of(name)}
          label={label}
          placeholder={placeholder}
          autoComplete="off"
          {...(isSecret
            ? { type: 'password', helpText: 'Kept encrypted and never shown again.' }
            : { monospaced: true, spellCheck: false })}
        />
      ))}
    </BlockStack>
  )
}
