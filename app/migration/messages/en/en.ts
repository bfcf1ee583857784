import { KIND } from '../../kinds/kind.ts'
import type { Language } from '../rooms.ts'
import { engine } from './engine.ts'
import { fieldName } from './field-name.ts'
import { kit } from './kit.ts'
import { decisions } from './decisions.ts'
import { verification } from './verification.ts'
import { projects } from './projects.ts'
import { runs } from './runs.ts'
import { shopify } from './shopify.ts'
import { products } from './products.ts'
import { customers } from './customers.ts'
import { orders } from './orders.ts'

export const en: Language = {
  locale: 'en',
  noun: (kind) => KIND[kind].noun,
  field: fieldName,
  quoted: (text) => `“${text}”`,
  andMore: (names, more) => `${names} and ${more} more`,
  notKnown: (key) =>
    `This was told by another version of the app, and this one has no words for it (${key}).`,
  rooms: {
    engine,
    kit,
    decisions,
    verification,
    projects,
    runs,
    shopify,
    products,
    customers,
    orders,
  },
}
