import type { OrderPacer } from './order-pacer.ts'
import type { TargetContext } from '../target-context.ts'

export type OrderContext = TargetContext & { pacer: OrderPacer }
