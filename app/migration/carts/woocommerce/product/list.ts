import type { WooList } from '../woo-kind.ts'

export const PRODUCTS: WooList = { kind: 'product', path: 'products', filter: { status: 'any' } }
