import type { Language } from '../rooms.ts'
import { engine } from './engine.ts'
import { grammar } from './grammar.ts'
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
  ...grammar,
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
