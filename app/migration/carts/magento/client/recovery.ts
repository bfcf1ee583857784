import { kitSays } from '#app/migration/messages/kit.ts'
import {
  CREDENTIALS,
  recoveryTable,
  type JudgedAnswer,
  type Rule,
} from '../../kit/http/recovery.ts'
import { magentoSays } from '../messages/magento.ts'

/** What a refusal for want of a right is known by, whatever language its message is in. */
export const NOT_AUTHORIZED = 'resources'

const says =
  (pattern: RegExp) =>
  ({ status, form, message }: JudgedAnswer) =>
    status === 401 && form === 'json' && pattern.test(message)

/**
 * What Magento itself answers. An unknown token and a token without the right are refused in the same
 * words (measured on 2.4.6: 299, 300, 311). How a signature is refused was never recorded: these words
 * are those of Magento's source (Framework/Oauth, Integration/Model/Oauth), and a store that answers
 * in another language is told the last of them.
 */
const RULES: Rule[] = [
  {
    when: (answer) =>
      (answer.status === 401 || answer.status === 403) && answer.code === NOT_AUTHORIZED,
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: magentoSays('tokenRefused'),
    },
  },
  {
    when: says(/signature/i),
    verdict: {
      problem: 'BAD_SECRET',
      recovery: CREDENTIALS,
      say: magentoSays('secretsWrong'),
    },
  },
  {
    when: says(/timestamp|nonce/i),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: { repeat: true, then: 'pause', pause: 'SOURCE_CREDENTIALS' },
      say: magentoSays('timeStampRefused'),
    },
  },
  {
    when: says(/consumer/i),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: magentoSays('consumerNotKnown'),
    },
  },
  {
    // A code in the address that no store view has (measured: 307). The check says which there are.
    when: ({ status, form, message }) =>
      status === 400 && form === 'json' && /^specified request cannot be processed/i.test(message),
    verdict: {
      problem: 'NOT_FOUND',
      recovery: { repeat: false, then: 'pause', pause: 'SOURCE_CHANGED' },
      say: magentoSays('viewGone'),
    },
  },
  {
    when: ({ status, form }) => status === 401 && form === 'json',
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: magentoSays('integrationNotAccepted'),
    },
  },
  {
    when: ({ status, form }) => status === 403 && form === 'json',
    verdict: {
      problem: 'NO_READ_PERMISSION',
      recovery: CREDENTIALS,
      say: magentoSays('tokenRefused'),
    },
  },
]

export const TABLE = recoveryTable(
  { cart: 'Magento', path: '/rest/', mendMixed: kitSays('mendApi') },
  RULES,
)
