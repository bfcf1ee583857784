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
      say: 'The API key of the old store may write but not read. In WooCommerce, open Settings → Advanced → REST API and give the key the permission "Read".',
    },
  },
  {
    when: says(/secret|signature/i),
    verdict: {
      problem: 'BAD_SECRET',
      recovery: CREDENTIALS,
      say: 'The old store knows the consumer key, but the consumer secret is wrong. Copy the secret again; if it is lost, create a new key in WooCommerce under Settings → Advanced → REST API.',
    },
  },
  {
    when: says(/consumer key/i),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: 'The old store does not know this consumer key. Check that it was copied whole (it begins with ck_) and that it was not revoked.',
    },
  },
  {
    when: says(/timestamp|nonce/i),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: { repeat: true, then: 'pause', pause: 'SOURCE_CREDENTIALS' },
      say: 'The old store refused the time stamp of the request because its clock is wrong. Ask its host to set the clock, or use an address that begins with https://.',
    },
  },
  {
    when: ({ status, code }) => status === 401 && code === 'woocommerce_rest_cannot_view',
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: 'The old store does not accept the consumer key. Check that it was copied whole (it begins with ck_), that it was not revoked, and that its user may manage the shop.',
    },
  },
  {
    when: ({ status, code }) => status === 401 && (code?.startsWith('woocommerce_rest') ?? false),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: 'The old store does not accept the consumer key and secret, or the key may not read. Copy both again and make sure that the key has the permission "Read".',
    },
  },
  {
    when: ({ status, form }) => status === 401 && form === 'json',
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: 'The old store asks for a login before it answers its REST API. A security plugin may have closed it: allow the REST API for WooCommerce keys and try again.',
    },
  },
  {
    when: ({ status, form }) => status === 403 && form === 'json',
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: 'The old store does not let this key read what is needed. The key must have the permission "Read" and belong to a shop manager or an administrator.',
    },
  },
  {
    when: ({ status, code }) => status === 404 && code === 'rest_no_route',
    verdict: {
      problem: 'NOT_THIS_CART',
      recovery: { repeat: false, then: 'pause', pause: 'SOURCE_CHANGED' },
      say: 'There is a WordPress site at this address, but its WooCommerce REST API is missing. Check that WooCommerce is active and at least version 5.8.',
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
