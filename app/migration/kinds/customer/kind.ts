import type { KindDefinition } from '../definition.ts'
import type { CanonicalCustomer } from './customer.ts'
import { normalizedEmail } from './email.ts'

export const customer: KindDefinition<CanonicalCustomer> = {
  kind: 'customer',
  noun: { one: 'customer', many: 'customers' },
  points: '0.5',
  adminPath: 'customers',
  reference: ({ sourceId }) => sourceId,
  label: ({ firstName, lastName, email }) =>
    [firstName, lastName].filter(Boolean).join(' ') || email,
  isLabelPersonal: true,
  keyFields: ['firstName', 'lastName', 'email'],
  recognisedBy: ['email'],
  onlyIfCreatedWith: ['custom:company'],
  lookUps: [{ key: 'email', values: ({ email }) => [email] }],
  unique: {
    key: 'email',
    field: 'email',
    value: ({ email }) => (email ? normalizedEmail(email) : null),
  },
  retire: null,
}
