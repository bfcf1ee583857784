import { wooSays } from '../messages/woocommerce.ts'
import {
  CREDENTIALS,
  recoveryTable,
  type JudgedAnswer,
  type Rule,
} from '../../kit/http/recovery.ts'

const says = (pattern: RegExp) => (answer: JudgedAnswer) =>
  answer.code === 'woocommerce_rest_authentication_error' && pattern.test(answer.message)

/**
 * What WooCommerce itself answers. 401 bodies measured on
 * WooCommerce 9.9: `woocommerce_rest_cannot_view` for an unknown key,
 * `woocommerce_rest_authentication_error` for a wrong secret and for a write-only key.
 */
const RULES: Rule[] = [
  {
    when: says(/read permission/i),
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: wooSays('keyOnlyWrites'),
    },
  },
  {
    when: says(/secret|signature/i),
    verdict: {
      problem: 'BAD_SECRET',
      recovery: CREDENTIALS,
      say: wooSays('secretWrong'),
    },
  },
  {
    when: says(/consumer key/i),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: wooSays('keyNotKnown'),
    },
  },
  {
    when: says(/timestamp|nonce/i),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: { repeat: true, then: 'pause', pause: 'SOURCE_CREDENTIALS' },
      say: wooSays('timeStampRefused'),
    },
  },
  {
    when: ({ status, code }) => status === 401 && code === 'woocommerce_rest_cannot_view',
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: wooSays('keyNotAccepted'),
    },
  },
  {
    when: ({ status, code }) => status === 401 && (code?.startsWith('woocommerce_rest') ?? false),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: wooSays('pairNotAccepted'),
    },
  },
  {
    when: ({ status, form }) => status === 401 && form === 'json',
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: wooSays('loginAsked'),
    },
  },
  {
    when: ({ status, form }) => status === 403 && form === 'json',
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: wooSays('keyReadsTooLittle'),
    },
  },
  {
    when: ({ status, code }) => status === 404 && code === 'rest_no_route',
    verdict: {
      problem: 'NOT_THIS_CART',
      recovery: { repeat: false, then: 'pause', pause: 'SOURCE_CHANGED' },
      say: wooSays('apiMissing'),
    },
  },
]

export const TABLE = recoveryTable(
  {
    cart: 'WooCommerce',
    path: '/wp-json/',
    mendMixed: wooSays('mendMixed'),
  },
  RULES,
)
