import type { CartForm } from '#app/migration/carts/cart.ts'
import { cartForms } from '#app/migration/carts/registry.server.ts'
import type { Services } from '#app/services.server.ts'
import type { ProjectView } from './project-types.ts'
import { getProject, linkedProject } from './projects.server.ts'

export type ConnectForm = {
  carts: CartForm[]
  /** The project whose credentials are to be renewed. */
  reconnecting: ProjectView | null
  linkedUrl: string | null
}

/** What the form to connect an old store shows. @throws NotFound also for another shop's project. */
export async function connectForm(
  services: Pick<Services, 'prisma'>,
  shop: string,
  reconnectId: string | null,
): Promise<ConnectForm> {
  const reconnecting = reconnectId === null ? null : await getProject(services, shop, reconnectId)
  const linked = reconnecting ?? (await linkedProject(services, shop))
  return { carts: cartForms(), reconnecting, linkedUrl: linked?.sourceUrl ?? null }
}

/** What was typed, by field, to be shown again: no secret of any cart. */
export function typedAgain(
  form: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const open = cartForms().flatMap(({ fields }) =>
    fields.flatMap(({ name, isSecret }) => (isSecret ? [] : [name])),
  )
  const names = ['cart', 'url', 'movedTo', ...open]
  return Object.fromEntries(names.map((name) => [name, form[name] ?? '']))
}
