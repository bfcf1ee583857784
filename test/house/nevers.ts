import type { Import } from './imports.ts'

export type Never = {
  /** Reads as "never: …". */
  name: string
  isBroken(found: Import): boolean
}

const M = 'app/migration'
const within = (folder: string, path: string | undefined): boolean =>
  path !== undefined && (path === folder || path.startsWith(`${folder}/`))
const anyOf = (folders: readonly string[], path: string | undefined): boolean =>
  folders.some((folder) => within(folder, path))

/** Entries and wiring: they may know everything that has to be put together. */
const WIRING = [
  'app/services.server.ts',
  'app/shopify.server.ts',
  'app/web.server.ts',
  'app/worker.server.ts',
]
/** What the wiring hands down. */
const HANDED_DOWN = ['app/services.server.ts', 'app/db.server.ts', 'app/env.server.ts']

/** "woocommerce" of "app/migration/carts/woocommerce/client.ts"; null: it belongs to no cart. */
export function cartOf(path: string | undefined): string | null {
  const name = path?.match(/^app\/migration\/carts\/([^/]+)\//)?.[1]
  return name === undefined || name === 'kit' ? null : name
}

/** "order" of "app/migration/kinds/order/order.ts". */
function concreteKind(path: string | undefined): string | null {
  const name = path?.match(/^app\/migration\/kinds\/([^/]+)\//)?.[1]
  return name === undefined || name === 'values' ? null : name
}

/** Of Node itself, but without a file, a socket or a clock in them. */
const PURE_MODULES = ['node:crypto', 'node:url']

/** A folder of `app/` may import itself and these. */
const MAY_IMPORT: Record<string, string[]> = {
  platform: [],
  migration: ['platform'],
  plans: ['migration', 'platform'],
  words: ['plans', 'migration', 'platform'],
  projects: ['plans', 'migration', 'platform', 'words'],
  runs: ['projects', 'plans', 'migration', 'platform', 'words'],
  verification: ['projects', 'plans', 'runs', 'migration', 'platform', 'words'],
  decisions: ['projects', 'plans', 'runs', 'verification', 'migration', 'platform', 'words'],
}
const roomOf = (path: string): string | undefined => path.match(/^app\/([^/]+)\//)?.[1]

export const NEVERS: readonly Never[] = [
  {
    name: 'the engine knows a cart, Shopify, the database or a concrete kind',
    isBroken: ({ from, to }) =>
      within(`${M}/engine`, from) &&
      (anyOf([`${M}/carts`, `${M}/shopify`, `${M}/ledger`], to) || concreteKind(to) !== null),
  },
  {
    name: 'a cart knows another cart',
    isBroken: ({ from, to }) => {
      const [own, other] = [cartOf(from), cartOf(to)]
      return own !== null && other !== null && own !== other
    },
  },
  {
    name: 'a cart knows Shopify, the ledger, or more of the engine than its ports',
    isBroken: ({ from, to }) =>
      within(`${M}/carts`, from) &&
      (anyOf([`${M}/shopify`, `${M}/ledger`], to) ||
        (within(`${M}/engine`, to) && !within(`${M}/engine/ports`, to))),
  },
  {
    name: 'the kit of the carts knows a cart',
    isBroken: ({ from, to }) => within(`${M}/carts/kit`, from) && cartOf(to) !== null,
  },
  {
    name: 'Shopify’s side knows a cart, the ledger, or more of the engine than its ports',
    isBroken: ({ from, to }) =>
      within(`${M}/shopify`, from) &&
      (anyOf([`${M}/carts`, `${M}/ledger`], to) ||
        (within(`${M}/engine`, to) && !within(`${M}/engine/ports`, to))),
  },
  {
    name: 'anything outside the migration knows Shopify’s side, but for the wiring',
    isBroken: ({ from, to }) =>
      within('app', from) &&
      !within(M, from) &&
      !WIRING.includes(from) &&
      within(`${M}/shopify`, to),
  },
  {
    name: 'a kind does I/O or knows GraphQL, the engine, a cart, Shopify or the ledger',
    isBroken: ({ from, to, package: name }) =>
      within(`${M}/kinds`, from) &&
      ((name?.startsWith('node:') === true && !PURE_MODULES.includes(name)) ||
        /\.server\.tsx?$/.test(to ?? '') ||
        anyOf(['app/types', 'app/generated'], to) ||
        (within(M, to) && !within(`${M}/kinds`, to))),
  },
  {
    name: 'a screen’s component knows a route',
    isBroken: ({ from, to }) => within('app/ui', from) && within('app/routes', to),
  },
  {
    name: 'a room knows one that stands above it',
    isBroken: ({ from, to }) => {
      const room = roomOf(from)
      const allowed = room === undefined ? undefined : MAY_IMPORT[room]
      if (room === undefined || allowed === undefined || to === undefined) return false
      const other = roomOf(to)
      if (other === undefined) {
        // The ledger is Prisma behind a port: it needs the client's type.
        if (room === 'migration') return to !== 'app/db.server.ts'
        return room === 'platform' || !HANDED_DOWN.includes(to)
      }
      if (other === room || allowed.includes(other) || other === 'generated') return false
      return !(other === 'types' && (room === 'migration' || room === 'platform'))
    },
  },
  {
    name: 'anything but routes, screens, entries and what serves them knows Remix, Polaris or React',
    isBroken: ({ from, package: name }) =>
      within('app', from) &&
      /^(@remix-run\/|@shopify\/polaris|react)/.test(name ?? '') &&
      !anyOf(['app/routes', 'app/ui', 'app/web'], from) &&
      !/^app\/(root|entry\.\w+|routes|web)(\.server|\.client)?\.tsx?$/.test(from),
  },
]
