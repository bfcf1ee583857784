import type { WireOrder } from '../wire/order.ts'
import type { Named } from './custom-data.ts'

/** An order that was edited is a second one: the first is cancelled, and each names the other. */
export type Relations = {
  /** Number of the order before. */
  replaces: string | null
  /** Number of the order after. */
  replacedBy: string | null
  /** The order before was not cancelled: the sale is there twice. */
  isOpen: boolean
}

/** @param isParentOpen what is known of the order before */
export function relationsOf(wire: WireOrder, isParentOpen: boolean): Relations {
  const before = wire.relation_parent_real_id.trim() || wire.original_increment_id.trim()
  const after = wire.relation_child_real_id.trim() || wire.relation_child_id.trim()
  const replaces = before === '' || before === wire.increment_id.trim() ? null : before
  const replacedBy = after === '' ? null : after
  return {
    replaces,
    replacedBy,
    isOpen:
      (replaces !== null && isParentOpen) || (replacedBy !== null && wire.state !== 'canceled'),
  }
}

export function relationAttributes({ replaces, replacedBy }: Relations): Named[] {
  return [
    ...(replaces === null ? [] : [{ name: 'Replaces order', value: replaces }]),
    ...(replacedBy === null ? [] : [{ name: 'Replaced by order', value: replacedBy }]),
  ]
}
