/** Faults of the worker's process and of PostgreSQL. */
import type { FaultHook, StruckRequest } from '#test/stand-ins/shopify-admin/faults.ts'
import { between, later, type Arm, type RunUnderFaults, type Strike } from './armed.ts'
import type { Card } from '../schedule.ts'

/** How long a frozen worker is left so when no other one takes its run. */
const FROZEN_AT_MOST_MS = 9000

/** Counts requests of workers only: the screens' own ones are no part of a run. */
function onWorkerRequest(
  { world, shop }: RunUnderFaults,
  match: { nth: number; operation?: 'mutation' | 'query' },
  hook: { before?: (pid: number) => Promise<void>; after?: (pid: number) => Promise<void> },
): () => void {
  let seen = 0
  let done = false
  const { nth, ...rest } = match
  const { before, after } = hook
  // The same request meets `before` and then `after`; only one of the two is ever given.
  const once = (act: (pid: number) => Promise<void>) => async (request: StruckRequest) => {
    if (done || request.clientPid === null) return
    seen += 1
    if (seen < nth) return
    done = true
    world.shopify.faults.remove(id)
    await act(request.clientPid)
  }
  const hooks: FaultHook = {
    ...(before ? { before: once(before) } : {}),
    ...(after ? { after: once(after) } : {}),
  }
  const id = world.shopify.faults.hook({ ...rest, shop, times: 1_000_000 }, hooks)
  return () => world.shopify.faults.remove(id)
}

/** At a random instant: some time after a request to Shopify or to the old store. */
export const kill: Arm = (run, card, struck) => {
  const { world, woo, runId } = run
  const soon = between(card, 0, 350)
  const strike = async (pid: number | null) => {
    await later(soon)
    if (pid !== null && world.workers.kill(pid, `at a random instant of the run`)) {
      struck(`worker ${pid}, ${soon} ms after its request ${card.nth}`)
    }
  }
  if (card.pick < 0.5) {
    return onWorkerRequest(run, { nth: card.nth * 2 }, { before: async (pid) => void strike(pid) })
  }
  const id = woo.faults.after({ path: '/wc/v3/', nth: card.nth * 2 }, () => {
    void world.holderOf(runId).then(strike)
  })
  return () => woo.faults.remove(id)
}

export const killAfterShopifyCommit: Arm = (run, card, struck) =>
  onWorkerRequest(
    run,
    { operation: 'mutation', nth: card.nth },
    {
      after: async (pid) => {
        if (run.world.workers.kill(pid, 'Shopify committed its mutation, it does not know')) {
          struck(`worker ${pid}, after mutation ${card.nth}`)
        }
      },
    },
  )

export const killBeforeDatabaseCommit: Arm = ({ world, runId }, card, struck) =>
  world.workers.onCommit({
    runId,
    nth: card.nth,
    act: ({ pid }) => ({
      before: async () => {
        if (world.workers.kill(pid, 'its COMMIT has not reached PostgreSQL')) {
          struck(`worker ${pid}, commit ${card.nth}`)
        }
        return false
      },
    }),
  })

export const killAfterDatabaseCommit: Arm = ({ world, runId }, card, struck) =>
  world.workers.onCommit({
    runId,
    nth: card.nth,
    act: ({ pid }) => ({
      after: async () => {
        if (world.workers.kill(pid, 'PostgreSQL committed, it does not know')) {
          struck(`worker ${pid}, commit ${card.nth}`)
        }
      },
    }),
  })

/**
 * Stopped with a mutation in flight, until another worker has the run and has written to Shopify.
 * The mutation is either carried out before the freeze and its answer waits, or it reaches Shopify
 * only when the other worker has written.
 */
export const workerFrozen: Arm = (run, card, struck) => {
  const freeze = async (pid: number) => {
    if (run.world.workers.freeze(pid)) await untilOvertaken(run, pid, struck)
  }
  const late = card.pick < 0.5
  return onWorkerRequest(
    run,
    { operation: 'mutation', nth: card.nth },
    late ? { before: freeze } : { after: freeze },
  )
}

async function untilOvertaken(run: RunUnderFaults, pid: number, struck: Strike): Promise<void> {
  const { world, runId, shop } = run
  let wrote = false
  const id = world.shopify.faults.hook(
    { shop, operation: 'mutation', times: 1_000_000 },
    {
      after: ({ clientPid }) => {
        if (clientPid !== null && clientPid !== pid) wrote = true
      },
    },
  )
  const deadline = Date.now() + FROZEN_AT_MOST_MS
  let taken = false
  while (Date.now() < deadline && world.workers.isAlive(pid)) {
    await later(50)
    const holder = await world.holderOf(runId)
    if (holder !== null && holder !== pid) taken = true
    if (taken && (wrote || holder === null)) break
  }
  world.shopify.faults.remove(id)
  world.workers.thaw(pid)
  if (taken) struck(`worker ${pid} woke up after another one ${wrote ? 'wrote' : 'went on'}`)
}

/** The lease of a living worker is taken in mid-work; it goes on until it notices. */
export const workersRace: Arm = ({ world, runId }, card, struck) =>
  world.workers.onCommit({
    runId,
    nth: card.nth,
    act: ({ pid }) => ({
      after: async () => {
        void world.loseLease(runId).then((taken) => {
          if (taken && world.workers.isAlive(pid)) struck(`against worker ${pid}`)
        })
      },
    }),
  })

function restartPostgres(how: 'fast' | 'immediate'): Arm {
  return ({ world, runId, lane }, card: Card, struck) =>
    world.workers.onCommit({
      runId,
      nth: card.nth,
      act: () => ({
        after: async () => {
          const downMs = between(card, 50, 900)
          world.chronicle.tell(null, `PostgreSQL is stopped (${how}) because of lane ${lane}`)
          void world.postgres.restart(how, downMs).then(() => struck(`away for ${downMs} ms`))
        },
      }),
    })
}

export const postgresStoppedFast = restartPostgres('fast')
export const postgresStoppedAtOnce = restartPostgres('immediate')
