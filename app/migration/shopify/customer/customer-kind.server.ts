import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import { found } from '../api/operation.ts'
import { lookedUp } from '../identity/look-ups.server.ts'
import { METAFIELD_NAMESPACE } from '../identity/source-reference.ts'
import type { TargetKind } from '../target-kind.ts'
import {
  CUSTOMERS_BY_EMAIL,
  OUR_CUSTOMERS,
  SHOWN_CUSTOMERS,
  TEN_CUSTOMERS,
} from './look-up-documents.ts'
import { expectedCustomer } from './snapshot.ts'
import { readForUpdate, replaceEmail } from './update-customers.server.ts'
import { createCustomer, findCustomer, readCustomers } from './write-customers.server.ts'

export const customer: TargetKind<CanonicalCustomer> = {
  owners: [{ ownerType: 'CUSTOMER', several: 'customers' }],
  findTen: TEN_CUSTOMERS,
  expectedFields: expectedCustomer,
  in: (ctx) => ({
    find: (sourceId) => findCustomer(ctx, sourceId),
    list: async (after) =>
      (await ctx.run(OUR_CUSTOMERS, { namespace: METAFIELD_NAMESPACE, after })).customers,
    show: async (gids) => {
      const variables = { ids: [...gids], namespace: METAFIELD_NAMESPACE }
      const { nodes } = await ctx.run(SHOWN_CUSTOMERS, variables)
      return found(nodes).map(({ id, label, defaultEmailAddress, sourceId }) => ({
        gid: id,
        customId: sourceId?.value ?? null,
        shown: {
          label,
          detail: defaultEmailAddress?.emailAddress ?? null,
          at: null,
          state: 'there',
        },
      }))
    },
    readCurrent: (gids) => readCustomers(ctx, gids),
    create: (creation) => createCustomer(ctx, creation),
    read: (update) => readForUpdate(ctx, update),
    replaceUnique: (gid, email) => replaceEmail(ctx, gid, email),
    lookUps: {
      email: async (value) => {
        const variables = { namespace: METAFIELD_NAMESPACE, value }
        const { customerByIdentifier } = await ctx.run(CUSTOMERS_BY_EMAIL, variables)
        return customerByIdentifier ? [lookedUp(ctx, 'customer', customerByIdentifier)] : []
      },
    },
    // Shopify has no way to put a customer aside.
    retire: {},
  }),
}
