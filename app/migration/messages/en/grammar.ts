import { KIND } from '../../kinds/kind.ts'
import type { Grammar } from '../language.ts'
import { fieldName } from './field-name.ts'

export const grammar: Grammar = {
  locale: 'en',
  noun: (kind) => KIND[kind].noun,
  field: fieldName,
  quoted: (text) => `“${text}”`,
  andMore: (names, more) => `${names} and ${more} more`,
}
