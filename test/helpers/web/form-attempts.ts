import { CHOICES } from '#app/decisions/decision-types.ts'
import type { Belongings } from '../database/shop-with-everything.ts'

/** A form as the app itself sends it. */
export type FormOf = {
  path: string
  fields: Record<string, string>
  /** What a field may hold besides; what is left out may hold nothing but what it holds here. */
  may?: Record<string, (value: string) => boolean>
  /** Fields that may be missing. */
  optional?: readonly string[]
}

/** What people, robots and other programs put into a field. */
export const NONSENSE: readonly string[] = [
  '',
  ' ',
  'abc',
  '1,000',
  '-1',
  '1e9',
  'NaN',
  'null',
  '[object Object]',
  '["a","b"]',
  '99999999999999999999999999',
  'a\u0000b',
  '\u0000',
  '\u0007\u001b[31m',
  'https://',
  'order:\u0000',
  '%00',
  '../../etc/passwd',
  '🧶'.repeat(3_000),
]

const form = (
  path: string,
  fields: FormOf['fields'],
  rest: Pick<FormOf, 'may' | 'optional'> = {},
): FormOf => ({ path, fields, ...rest })

const anything = () => true
const blank = (value: string) => value.trim() === ''

/**
 * Every action of the app, with forms that reach each thing it can do. An action that is missing here
 * fails the test.
 */
export const FORMS: Readonly<Record<string, (own: Belongings) => FormOf[]>> = {
  /** Signed by Shopify, and no form. */
  'routes/webhooks': () => [],
  'routes/projects/connect': () => [
    {
      path: '/app/connect',
      fields: {
        cart: 'woocommerce',
        url: 'http://127.0.0.1:1',
        consumerKey: 'ck_1',
        consumerSecret: 'cs_1',
        replaceLinked: 'on',
        movedTo: 'https://old.example',
      },
      optional: ['replaceLinked', 'movedTo'],
      // Whether an address or key is one shows when the old store is asked; the answer is a sentence.
      may: {
        url: (value) => !blank(value) && value.length < 2_000,
        consumerKey: (value) => /^[!-~]+$/.test(value.trim()),
        consumerSecret: (value) => /^[!-~]+$/.test(value.trim()),
        replaceLinked: (value) => value === '',
        movedTo: anything,
      },
    },
  ],
  /** Asks the old store again, and has no fields. */
  'routes/home': () => [],
  'routes/runs/estimate': ({ projectId }) => [
    { path: '/app/estimate', fields: { intent: 'start', mode: 'full', projectId } },
  ],
  'routes/runs/run': ({ runId }) => [{ path: `/app/runs/${runId}`, fields: { intent: 'pause' } }],
  'routes/verify/run': ({ runId, issueIds }) => {
    const path = `/app/verify/${runId}`
    const settle = { intent: 'settle', decision: 'keep_target' }
    return [
      {
        path,
        fields: { ...settle, selection: 'some', issueId: issueIds[0] ?? '' },
      },
      { path, fields: { ...settle, selection: 'all', kind: 'order' }, optional: ['kind'] },
    ]
  },
  'routes/runs/check': ({ projectId }) => [{ path: '/app/check', fields: { projectId } }],
  'routes/todo/todo': ({ projectId, issueIds }) => {
    const [issueId = ''] = issueIds
    const alike = 'deleted~order~SOURCE_RECORD_DELETED~'
    return [
      ...CHOICES.map((choice) =>
        form('/app/todo', { intent: 'decide', projectId, choice, issueId }),
      ),
      ...CHOICES.map((choice) => form('/app/todo', { intent: 'decide', projectId, choice, alike })),
      form('/app/todo', { intent: 'undo', projectId, issueId }),
      form('/app/todo', { intent: 'undo', projectId, decidedAt: '2026-01-01T00:00:00.000Z' }),
      form('/app/todo', { intent: 'bring', projectId, issueId }),
      form('/app/todo', { intent: 'retry', projectId, issueId }),
    ]
  },
  'routes/runs/retry': ({ projectId, runId }) => [
    form('/app/retry', { selection: 'some', projectId, record: 'order:1' }),
    form(
      '/app/retry',
      { selection: 'all', projectId, kind: 'order', reportedBy: runId },
      { optional: ['kind', 'reportedBy'], may: { reportedBy: (value) => value === '' } },
    ),
  ],
  'routes/settings/relink': ({ projectId, proposalId }) => [
    form('/app/relink', { intent: 'start', projectId, by: 'email' }, { optional: ['by'] }),
    form('/app/relink', { intent: 'link', projectId, id: proposalId }),
    form('/app/relink', { intent: 'dismiss', projectId, id: proposalId }),
    form('/app/relink', { intent: 'link_all', projectId }),
  ],
  'routes/projects/projects': ({ projectId }) => [
    { path: '/app/projects', fields: { intent: 'archive', projectId } },
  ],
  'routes/settings/settings': () => [
    form('/app/settings', { intent: 'restore' }),
    form(
      '/app/settings',
      {
        intent: 'save',
        orderNamePrefix: 'WC-',
        conflictDefault: 'keep_target',
        locationId: 'gid://shopify/Location/1',
        entityPointsLimit: '1000',
      },
      {
        optional: ['locationId'],
        may: {
          orderNamePrefix: (value) => /^[!-~]{0,20}$/.test(value.trim()) && !value.includes('#'),
          locationId: (value) => value === '',
          entityPointsLimit: (value) => value === '1,000',
        },
      },
    ),
  ],
}

/** Addresses with something after the question mark, and the names that stand there. */
export const QUERIES = ({ runId }: Belongings): [path: string, names: string[]][] => [
  ['/app', ['connected', 'shop']],
  ['/app/connect', ['project']],
  ['/app/estimate', ['mode', 'projectId']],
  ['/app/runs', ['after', 'projectId']],
  [`/app/runs/${runId}`, ['log']],
  ['/app/verify', ['kind']],
  [`/app/verify/${runId}`, ['kind', 'filter', 'after']],
  ['/app/todo', ['tab', 'open', 'after']],
  ['/app/did-not-arrive', ['after']],
  ['/app/deleted', ['after']],
  ['/app/relink', ['after']],
  ['/app/projects', ['after']],
  ['/app/settings', ['after']],
]
