import type { Json } from '../records.ts'

/** An answer of WordPress that is not the record asked for. Thrown, turned into JSON at one place. */
export class RestError extends Error {
  override readonly name = 'RestError'
  readonly status: number
  readonly code: string
  readonly data: Json
  constructor(status: number, code: string, message: string, data?: Json) {
    super(message)
    this.status = status
    this.code = code
    this.data = data === undefined ? { status } : data
  }
}

const INVALID_ID = {
  product: ['woocommerce_rest_product_invalid_id', 'Invalid ID.'],
  variation: ['woocommerce_rest_product_variation_invalid_id', 'Invalid ID.'],
  order: ['woocommerce_rest_shop_order_invalid_id', 'Invalid ID.'],
  refund: ['woocommerce_rest_shop_order_refund_invalid_id', 'Invalid ID.'],
  refundOrder: ['woocommerce_rest_invalid_order_id', 'Invalid order ID.'],
  noteOrder: ['woocommerce_rest_order_invalid_id', 'Invalid order ID.'],
  note: ['woocommerce_rest_invalid_id', 'Invalid resource ID.'],
  coupon: ['woocommerce_rest_shop_coupon_invalid_id', 'Invalid ID.'],
  customer: ['woocommerce_rest_invalid_id', 'Invalid resource ID.'],
  tax: ['woocommerce_rest_invalid_id', 'Invalid resource ID.'],
  term: ['woocommerce_rest_term_invalid', 'Resource does not exist.'],
  attribute: ['woocommerce_rest_taxonomy_invalid', 'Resource does not exist.'],
  settingsGroup: ['rest_setting_setting_group_invalid', 'Invalid setting group.'],
  setting: ['rest_setting_setting_invalid', 'Invalid setting.'],
} as const

/** Codes measured for products, variations, orders, refunds, coupons, customers. */
export function invalidId(kind: keyof typeof INVALID_ID): RestError {
  const [code, message] = INVALID_ID[kind]
  return new RestError(404, code, message)
}

export const noRoute = () =>
  new RestError(404, 'rest_no_route', 'No route was found matching the URL and request method.')

export type InvalidParam = { name: string; message: string; code: string }

export function invalidParams(problems: readonly InvalidParam[]): RestError {
  const names = problems.map((problem) => problem.name).join(', ')
  return new RestError(400, 'rest_invalid_param', `Invalid parameter(s): ${names}`, {
    status: 400,
    params: Object.fromEntries(problems.map((problem) => [problem.name, problem.message])),
    details: Object.fromEntries(
      problems.map((problem) => [
        problem.name,
        { code: problem.code, message: problem.message, data: null },
      ]),
    ),
  })
}

export const missingParams = (names: readonly string[]) =>
  new RestError(400, 'rest_missing_callback_param', `Missing parameter(s): ${names.join(', ')}`, {
    status: 400,
    params: [...names],
  })

export const badRequest = (code: string, message: string, extra: { [key: string]: Json } = {}) =>
  new RestError(400, code, message, { status: 400, ...extra })
