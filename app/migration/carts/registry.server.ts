import { z } from 'zod'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type {
  CartDefinition,
  CartForm,
  CartMessages,
  SourceConnection,
  SourceConnectorDeps,
} from './cart.ts'
import * as carts from './carts.ts'
import { withWellFormedText } from './kit/well-formed.ts'

const CARTS: ReadonlyMap<string, CartDefinition> = new Map(
  Object.values(carts).map((cart) => [cart.id, cart]),
)

/** An id that a cart has. */
export const cartId = z.string().refine((id) => CARTS.has(id))

/** @throws Error for an id that no cart has */
export function cartOf(id: string): CartDefinition {
  const cart = CARTS.get(id)
  if (!cart) throw new Error(`No cart is called “${id}”`)
  return cart
}

/** What the carts tell, by their ids. */
export function messagesOfCarts(): ReadonlyMap<string, CartMessages> {
  return new Map([...CARTS].map(([id, { messages }]) => [id, messages]))
}

export function createSourceConnector(
  connection: SourceConnection,
  deps: SourceConnectorDeps,
): SourceConnector {
  return withWellFormedText(cartOf(connection.cart).connect(connection, deps))
}

export function cartForms(): CartForm[] {
  return [...CARTS.values()].map(({ id, name, fields, keyHelp, capabilities }) => ({
    id,
    name,
    fields: fields.map(({ accepts: _accepts, ...shown }) => shown),
    keyHelp,
    neverRead: capabilities.neverRead,
  }))
}

/** Names that credentials of any cart have, secret or not: no log shows what stands under them. */
export function credentialNames(): string[] {
  return [...CARTS.values()].flatMap(({ fields }) => fields.map(({ name }) => name))
}
