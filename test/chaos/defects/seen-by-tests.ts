import type { SeenByTest } from './defect.ts'

/** What no migration shows, because it is about points, files, keys, screens or other people's stores. */
export const SEEN_BY_TESTS: readonly SeenByTest[] = [
  {
    name: 'guests cost nothing',
    says: 'Customers are not counted in Entity Points.',
    test: 'test/unit/entity-points.test.ts',
    patches: [
      {
        file: 'app/migration/kinds/customer/kind.ts',
        find: "  points: '0.5',\n",
        put: "  points: '0',\n",
      },
    ],
  },
  {
    name: 'formulas in files',
    says: 'What a customer typed can become a formula of a spreadsheet.',
    test: 'test/unit/verification/csv.test.ts',
    patches: [
      {
        file: 'app/verification/csv.server.ts',
        find: "          : FORMULA.test(text)\n            ? `'${text}`\n            : text,",
        put: '          : { value: text, escape_formulas: false },',
      },
    ],
  },
  {
    name: 'differences without a name',
    says: 'A field that differs passes for one that somebody explained.',
    test: 'test/unit/verification/compare-record.test.ts',
    patches: [
      {
        file: 'app/verification/verdict/compare-record.ts',
        find: "return { verdict: 'different', note: null }",
        put: "return { verdict: 'explained', note: null }",
      },
    ],
  },
  {
    name: 'lost money is explained',
    says: 'An order that Shopify lacks without a reason does not count against the money.',
    test: 'test/integration/verification/money.test.ts',
    patches: [
      {
        file: 'app/verification/money.server.ts',
        find: "const state = reasons.unexplained ? 'differs'",
        put: "const state = reasons.did_not_arrive ? 'differs'",
      },
    ],
  },
  {
    name: 'a file for everybody at once',
    says: 'A shop may have any number of files made at the same time.',
    test: 'test/unit/web/one-file-each.test.ts',
    patches: [
      {
        file: 'app/routes/verify/one-file-each.server.ts',
        find: 'if (making.has(shop)) {',
        put: 'if (false) {',
      },
    ],
  },
  {
    name: 'a clock that went back is not told',
    says: 'That the old store’s clock went back is noticed, and then forgotten.',
    test: 'test/unit/engine/window.test.ts',
    patches: [
      {
        file: 'app/migration/engine/run/window.ts',
        find: "if (mode === 'full') return { window: everything, opening, wentBackMs }",
        put: "if (mode === 'full' || wentBackMs !== null) return { window: everything, opening, wentBackMs: null }",
      },
    ],
  },
  {
    name: 'nobody looks for who waits',
    says: 'An order stays with its guest although its customer, who was away, is there again.',
    test: 'test/integration/engine/owners-who-come-later.test.ts',
    patches: [
      {
        file: 'app/migration/ledger/ledger-rows.ts',
        find: 'arrived: settlements.filter(hasArrived).map(key),',
        put: 'arrived: [],',
      },
    ],
  },
]
