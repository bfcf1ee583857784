import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { someOf } from '#app/migration/messages/parameters.ts'
import { magentoSays } from '../messages/magento.ts'
import type { WireOrder } from '../wire/order.ts'
import type { Relations } from './relations.ts'

/** What reading the order met, for the merchant. */
export type Met = {
  order: Pick<CanonicalOrder, 'payment' | 'fulfillment' | 'cancelledAt' | 'shippingAddress'>
  guessed: 'status' | 'state' | null
  relations: Relations
  /** The number it goes by, because another order has its own. */
  numberTaken: string | null
  unknownOptions: readonly string[]
  lacksCodes: boolean
  heldParts: boolean
  refunds: { unlisted: boolean; toCredit: boolean; open: number }
  regionsDisagree: boolean
  cancelledPieces: number
  hasGoods: boolean
  most: number
  cut: number
}

export function remarksOf(wire: WireOrder, met: Met): SourceRemark[] {
  const { order, refunds, relations } = met
  return [
    ...(met.guessed === null ? [] : [statusRemark(wire, met)]),
    ...(relations.replaces === null && relations.replacedBy === null
      ? []
      : [remark('RELATED_ORDER', undefined, magentoSays('orderReplaced', relations))]),
    ...(met.numberTaken === null
      ? []
      : [
          remark(
            'RELATED_ORDER',
            'number',
            magentoSays('numberTaken', { number: met.numberTaken }),
          ),
        ]),
    ...(met.hasGoods && order.shippingAddress === null
      ? [remark('VALUE_NOT_READABLE', 'shippingAddress', magentoSays('noShippingAddress'))]
      : []),
    ...(met.regionsDisagree
      ? [remark('VALUE_NOT_READABLE', 'addresses', magentoSays('orderRegionsDisagree'))]
      : []),
    ...(met.unknownOptions.length === 0
      ? []
      : [
          remark(
            'VALUE_NOT_READABLE',
            'lines',
            magentoSays('chosenOptionsGone', { options: someOf(met.unknownOptions) }),
          ),
        ]),
    ...(met.lacksCodes
      ? [remark('CUSTOM_DATA_LEFT_BEHIND', 'lines', magentoSays('giftCardCodesUntold'))]
      : []),
    ...(met.heldParts
      ? [remark('VALUE_NOT_READABLE', 'shipments', magentoSays('bundleSentInParts'))]
      : []),
    ...(met.cancelledPieces > 0
      ? [
          remark(
            'PAYMENT_NOT_CLEAR',
            'lines',
            magentoSays('piecesCancelled', { count: met.cancelledPieces }),
          ),
        ]
      : []),
    ...(refunds.unlisted
      ? [remark('PAYMENT_NOT_CLEAR', 'refunds', magentoSays('refundsUnlisted'))]
      : []),
    ...(refunds.open > 0
      ? [
          remark(
            'PAYMENT_NOT_CLEAR',
            'refunds',
            magentoSays('refundsOpen', { count: refunds.open }),
          ),
        ]
      : []),
    ...(refunds.toCredit
      ? [remark('PAYMENT_NOT_CLEAR', 'refunds', magentoSays('refundedToCredit'))]
      : []),
    ...(met.cut > 0
      ? [
          remark(
            'CUSTOM_DATA_LEFT_BEHIND',
            'tooMany',
            magentoSays('orderDataTooMuch', { most: met.most, more: met.cut }),
          ),
        ]
      : []),
  ]
}

function remark(
  code: SourceRemark['code'],
  field: string | undefined,
  message: SourceRemark['message'],
): SourceRemark {
  return { code, ...(field === undefined ? {} : { field }), message }
}

function statusRemark({ status, state }: WireOrder, { guessed, order }: Met): SourceRemark {
  const { payment, fulfillment, cancelledAt } = order
  const taken = {
    status: status.slice(0, 60),
    state: state.slice(0, 60),
    payment: payment.state !== 'paid' ? 'none' : payment.received === null ? 'all' : 'part',
    isFulfilled: fulfillment === 'fulfilled',
    isCancelled: cancelledAt !== null,
  } as const
  return remark(
    'STATUS_NOT_KNOWN',
    'status',
    guessed === 'status'
      ? magentoSays('orderStatusNotKnown', taken)
      : magentoSays('orderStateNotKnown', taken),
  )
}
