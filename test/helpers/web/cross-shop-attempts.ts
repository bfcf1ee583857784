import { randomUUID } from 'node:crypto'
import { CHOICES } from '#app/decisions/decision-types.ts'
import { TODO_TABS } from '#app/decisions/todo-query.ts'
import type { Belongings } from '../database/shop-with-everything.ts'

/** One request: its address may hold ids, too; `form` makes it a POST. */
export type Attempt = { path: string; form?: [name: string, value: string][] }

/**
 * `absent`: asked by a stranger, it must be 404, like a thing that never was.
 * `ownOnly`: takes no id, or passes over ids it does not know: the answer must hold nothing of the
 * owner's and leave everything of the owner's alone.
 * `open`: for everybody; says why.
 */
export type Tried =
  | { absent: (ids: Belongings) => Attempt[] }
  | { ownOnly: (owner: Belongings, own: Belongings) => Attempt[] }
  | { open: string }

const form = (values: Record<string, string | string[]>): [string, string][] =>
  Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  )

/** How each loader and action of the app is tried. A route that is missing here fails the test. */
export const TABLE: Readonly<Record<string, { loader?: Tried; action?: Tried }>> = {
  'routes/start': { loader: { open: 'only leads to a screen' } },
  'routes/healthz': { loader: { open: 'says whether the process is well' } },
  'routes/auth/login': { loader: { open: 'leads to the Shopify admin' } },
  'routes/auth/auth': { loader: { open: 'pages of Shopify’s library' } },
  'routes/webhooks': {
    loader: { open: 'answers 405' },
    action: { open: 'only for Shopify, by signature' },
  },
  'routes/app': { loader: { ownOnly: () => [{ path: '/app' }] } },
  'routes/home': {
    loader: { ownOnly: () => [{ path: '/app' }] },
    // Only asks its own old store again.
    action: { ownOnly: ({ projectId }) => [{ path: '/app?index', form: form({ projectId }) }] },
  },
  'routes/projects/connect': {
    loader: { absent: ({ projectId }) => [{ path: `/app/connect?project=${projectId}` }] },
    action: {
      ownOnly: ({ projectId }) => [
        {
          path: `/app/connect`,
          form: form({ cart: 'woocommerce', url: '', projectId, project: projectId }),
        },
      ],
    },
  },
  'routes/runs/estimate': {
    loader: {
      ownOnly: ({ projectId }) => [{ path: `/app/estimate?projectId=${projectId}` }],
    },
    action: {
      absent: ({ projectId }) =>
        ['full', 'recent'].map((mode) => ({
          path: '/app/estimate',
          form: form({ intent: 'start', mode, projectId }),
        })),
    },
  },
  'routes/runs/runs': {
    loader: {
      ownOnly: ({ projectId }) => [
        { path: '/app/runs' },
        { path: `/app/runs?projectId=${projectId}&after=2100-01-01T00:00:00Z~${randomUUID()}` },
      ],
    },
  },
  'routes/runs/run': {
    loader: {
      absent: ({ runId }) => [
        { path: `/app/runs/${runId}` },
        { path: `/app/runs/${runId.toUpperCase()}` },
        { path: `/app/runs/${runId}?log=1` },
      ],
    },
    action: {
      absent: ({ runId }) =>
        ['pause', 'resume', 'cancel'].map((intent) => ({
          path: `/app/runs/${runId}`,
          form: form({ intent }),
        })),
    },
  },
  'routes/verify/verify': { loader: { ownOnly: () => [{ path: '/app/verify' }] } },
  'routes/verify/run': {
    loader: {
      absent: ({ runId }) => [
        { path: `/app/verify/${runId}` },
        { path: `/app/verify/${runId}?kind=customer&filter=missing&after=1` },
      ],
    },
    action: {
      absent: ({ runId, issueIds }) => [
        {
          path: `/app/verify/${runId}`,
          form: form({ intent: 'settle', decision: 'take_source', selection: 'all' }),
        },
        {
          path: `/app/verify/${runId}`,
          form: form({
            intent: 'settle',
            decision: 'take_source',
            selection: 'some',
            issueId: issueIds,
          }),
        },
      ],
    },
  },
  'routes/verify/report': {
    loader: { absent: ({ runId }) => [{ path: `/app/verify/${runId}/report` }] },
  },
  'routes/verify/missing': {
    loader: { absent: ({ runId }) => [{ path: `/app/verify/${runId}/missing` }] },
  },
  'routes/runs/check': {
    loader: { ownOnly: ({ projectId }) => [{ path: `/app/check?projectId=${projectId}` }] },
    action: { absent: ({ projectId }) => [{ path: '/app/check', form: form({ projectId }) }] },
  },
  'routes/todo/todo': {
    loader: {
      ownOnly: () => [
        { path: '/app/todo' },
        ...TODO_TABS.map((tab) => ({ path: `/app/todo?tab=${tab}&after=999999` })),
        { path: '/app/todo?open=didNotArrive~order~REJECTED~&after=1' },
      ],
    },
    action: {
      absent: ({ projectId, issueIds }) => [
        ...CHOICES.map((choice) => ({
          path: '/app/todo',
          form: form({ intent: 'decide', projectId, choice, issueId: issueIds }),
        })),
        ...CHOICES.map((choice) => ({
          path: '/app/todo',
          form: form({
            intent: 'decide',
            projectId,
            choice,
            alike: 'deleted~order~SOURCE_RECORD_DELETED~',
          }),
        })),
        { path: '/app/todo', form: form({ intent: 'undo', projectId, issueId: issueIds }) },
        {
          path: '/app/todo',
          form: form({ intent: 'undo', projectId, decidedAt: '2026-01-01T00:00:00.000Z' }),
        },
        { path: '/app/todo', form: form({ intent: 'bring', projectId, issueId: issueIds }) },
        { path: '/app/todo', form: form({ intent: 'retry', projectId, issueId: issueIds }) },
      ],
    },
  },
  'routes/todo/deleted': { loader: { ownOnly: () => [{ path: '/app/deleted' }] } },
  'routes/todo/did-not-arrive': { loader: { ownOnly: () => [{ path: '/app/did-not-arrive' }] } },
  'routes/runs/retry': {
    action: {
      absent: ({ projectId, runId }) => [
        { path: '/app/retry', form: form({ selection: 'all', projectId }) },
        { path: '/app/retry', form: form({ selection: 'all', projectId, reportedBy: runId }) },
        {
          path: '/app/retry',
          form: form({ selection: 'some', projectId, record: ['order:1', 'product:1'] }),
        },
      ],
    },
  },
  'routes/settings/relink': {
    loader: { ownOnly: () => [{ path: '/app/relink' }, { path: '/app/relink?after=1' }] },
    action: {
      absent: ({ projectId, proposalId }) => [
        { path: '/app/relink', form: form({ intent: 'start', projectId, by: ['email'] }) },
        { path: '/app/relink', form: form({ intent: 'link', projectId, id: proposalId }) },
        { path: '/app/relink', form: form({ intent: 'link_all', projectId }) },
        { path: '/app/relink', form: form({ intent: 'dismiss', projectId, id: proposalId }) },
      ],
    },
  },
  'routes/projects/projects': {
    loader: { ownOnly: () => [{ path: '/app/projects' }] },
    action: {
      absent: ({ projectId }) => [
        { path: '/app/projects', form: form({ intent: 'archive', projectId }) },
      ],
    },
  },
  'routes/settings/settings': {
    loader: { ownOnly: () => [{ path: '/app/settings' }] },
    action: {
      ownOnly: ({ projectId }) => [
        {
          path: '/app/settings',
          form: form({ projectId, project: projectId, orderPrefix: 'STOLEN-' }),
        },
      ],
    },
  },
  'routes/settings/privacy-export': {
    loader: { absent: ({ exportId }) => [{ path: `/app/privacy-exports/${exportId}` }] },
  },
  'routes/not-found': { loader: { absent: () => [{ path: '/app/nowhere' }] } },
}

/** Ids of other things sent along with one's own; they must be passed over as if they never were. */
export const MIXED: readonly {
  what: string
  attempt: (owner: Belongings, own: Belongings) => Attempt
}[] = [
  ...CHOICES.map((choice) => ({
    what: `open questions of another store (${choice})`,
    attempt: ({ issueIds }: Belongings, { projectId }: Belongings) => ({
      path: '/app/todo',
      form: form({ intent: 'decide', projectId, choice, issueId: issueIds }),
    }),
  })),
  ...['undo', 'bring', 'retry'].map((intent) => ({
    what: `decisions of another store (${intent})`,
    attempt: ({ issueIds }: Belongings, { projectId }: Belongings) => ({
      path: '/app/todo',
      form: form({ intent, projectId, issueId: issueIds }),
    }),
  })),
  {
    what: 'a proposal of another store to be linked',
    attempt: ({ proposalId }, { projectId }) => ({
      path: '/app/relink',
      form: form({ intent: 'link', projectId, id: proposalId }),
    }),
  },
  {
    what: 'proposals of another store beside one’s own project',
    attempt: ({ proposalId }, { projectId }) => ({
      path: '/app/relink',
      form: form({ intent: 'dismiss', projectId, id: proposalId }),
    }),
  },
  {
    what: 'records of another store beside one’s own project',
    attempt: (_owner, { projectId }) => ({
      path: '/app/retry',
      form: form({ selection: 'some', projectId, record: 'order:owner’s secret order' }),
    }),
  },
  {
    what: 'conflicts of another store beside one’s own run',
    attempt: ({ issueIds }, { runId }) => ({
      path: `/app/verify/${runId}`,
      form: form({
        intent: 'settle',
        decision: 'take_source',
        selection: 'some',
        issueId: issueIds,
      }),
    }),
  },
]
