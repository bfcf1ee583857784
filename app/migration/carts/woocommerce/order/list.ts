import type { WooList } from '../woo-kind.ts'

export const ORDERS: WooList = { kind: 'order', path: 'orders', filter: { status: 'any' } }
