import { defect, LIVED } from './defect.ts'

/** Order of work, windows, leases, money, the merge: what all records hang on. */
export const OF_PROMISES = [
  defect(
    {
      name: 'skip the intent look-up',
      says: 'After an interruption a record is created again without looking whether it is there.',
      focus: ['killAfterShopifyCommit', 'shopifyAnswerLost'],
      moments: ['merchant edits what a dead worker left'],
    },
    {
      file: 'app/migration/engine/record/plan-records.server.ts',
      find: "if (known.attempts.length > 0) plan.writes.push(creation(known, 'new', true))\n        else unknown.push(known)",
      put: "plan.writes.push(creation(known, 'new', false))",
    },
  ),
  defect(
    {
      name: 'watermark = the clock that is shown',
      says: 'The watermark becomes the time the old store shows, whatever its stamps prove.',
      focus: ['sourceChangedWhilePaging', 'sourceCreatedWhilePaging'],
      moments: ['a proxy shows a later time'],
    },
    {
      file: 'app/migration/engine/run/window.ts',
      find: 'completeUpTo: new Date(proven).toISOString()',
      put: 'completeUpTo: to',
    },
  ),
  defect(
    {
      name: 'no overlap',
      says: 'A window begins exactly where the one before it ended.',
      focus: ['sourceEqualSeconds', 'sourceChangedWhilePaging'],
      moments: ['changes in the last second of a window'],
    },
    {
      file: 'app/migration/engine/run/window.ts',
      find: 'const from = Date.parse(last.watermark) - Math.max(0, behind) - input.overlapMs',
      put: 'const from = Date.parse(last.watermark) - (wentBackMs ?? 0)',
    },
  ),
  defect(
    {
      name: 'at-least-once without custom id',
      says: 'Orders are sent again after an interruption and carry nothing they could be found by.',
      focus: ['killAfterShopifyCommit', 'shopifyResetAfterCommit', 'shopifyAnswerLost'],
      moments: ['a worker dies when an order was made'],
    },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: "      idMetafield(sourceReference(options.projectId, 'order', order.sourceId)),\n",
      put: '',
    },
  ),
  defect(
    {
      name: 'ignore lease loss',
      says: 'A worker that lost its run goes on as if it still had it.',
      focus: [],
      moments: ['a worker sleeps until its work is done'],
    },
    {
      file: 'app/migration/ledger/ledger-transaction.server.ts',
      find: 'const run = held[0]\n',
      put: 'const run = held[0] ?? { crashes: 0 }\n',
    },
    {
      file: 'app/runs/worker/hold-lease.server.ts',
      find: 'if (ended.signal.aborted || dropped.signal.aborted) return\n',
      put: 'return\n',
    },
    {
      file: 'app/runs/worker/hold-lease.server.ts',
      find: 'const isSure = () => !dropped.signal.aborted && msSinceRenewed() < sureForMs',
      put: 'const isSure = () => true',
    },
  ),
  defect(
    {
      name: 'float money',
      says: 'Amounts are added up as floating point numbers and cut to cents.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/kinds/values/money.ts',
      find: 'amounts.reduce((total, amount) => total + units(amount, places), 0n)',
      put: 'BigInt(Math.trunc(amounts.reduce((total, amount) => total + Number(amount), 0) * 10 ** places))',
    },
  ),
  defect(
    {
      name: 'update sends all fields',
      says: 'A record that changed in one field is sent with all of them.',
      ...LIVED,
    },
    {
      file: 'app/migration/engine/record/write-and-settle.server.ts',
      find: 'return merged.merge.write\n',
      put: 'return Object.keys(write.wanted)\n',
    },
  ),
  defect(
    {
      name: 'what Shopify shows after a crash is ours',
      says: 'After an interruption whatever stands in Shopify passes for our own half-finished work.',
      focus: ['killAfterShopifyCommit', 'shopifyAnswerLost'],
      moments: ['merchant edits what a dead worker left'],
    },
    {
      file: 'app/migration/engine/record/classify/three-way-merge.ts',
      find: 'const ours = shown === remembered || tried.includes(shown)\n',
      put: 'const ours = shown === remembered || tried.length > 0\n',
    },
  ),
  defect(
    {
      name: 'the old store always wins',
      says: 'Where both sides changed a field, the merchant’s value is overwritten.',
      ...LIVED,
    },
    {
      file: 'app/migration/engine/record/classify/three-way-merge.ts',
      find: "return policy === 'take_source' ? 'overwrite' : 'conflict'",
      put: "return policy === 'take_source' ? 'overwrite' : 'write'",
    },
  ),
  defect(
    {
      name: 'tags replaced',
      says: 'The tags of a record are set instead of merged with those the merchant added.',
      ...LIVED,
    },
    {
      file: 'app/migration/shopify/values/normalize.ts',
      find: 'return normalizeTags([...onRecord.filter((tag) => !before.has(tag.toLowerCase())), ...wanted])',
      put: 'return normalizeTags(wanted)',
    },
  ),
  defect(
    {
      name: 'mails to customers',
      says: 'A customer is told of each parcel of an order that arrives.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/input/order-input.ts',
      find: 'notifyCustomer: false,',
      put: 'notifyCustomer: true,',
    },
  ),
  defect(
    {
      name: 'orders take stock',
      says: 'An order that arrives takes its goods from the stock.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/order/write-orders.server.ts',
      find: "inventoryBehaviour: 'BYPASS',",
      put: "inventoryBehaviour: 'DECREMENT_IGNORING_POLICY',",
    },
  ),
  defect(
    {
      name: 'an id is a record',
      says: 'A record that got another one’s id is written onto that one.',
      ...LIVED,
    },
    {
      file: 'app/migration/engine/record/another-record.server.ts',
      find: 'if (!isAnotherRecord(ctx.fingerprintKey, mapping, source.identity, wanted)) return null',
      put: 'return null',
    },
  ),
]
