import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PauseCode } from '#app/migration/engine/ports/errors.ts'
import { LeaseLost, type Ledger } from '#app/migration/engine/ports/ledger.ts'
import type { IssueInput, Mapping, Settlement } from '#app/migration/engine/ports/settlement.ts'
import type { FakeClock } from '../helpers/time/fake-clock.ts'

export type LedgerOptions = { owner?: string; optionsHash?: string; mappingVersion?: number }

/** One run of a project, as the suite needs it. */
export type LedgerHarnessRun = {
  ledger(options?: LedgerOptions): Ledger
  giveLeaseTo(owner: string): Promise<void>
  expireLease(): Promise<void>
  answer(code: PauseCode): Promise<void>
  points(): Promise<number>
  outcomes(): Promise<Record<string, string>>
  classifications(): Promise<string[]>
}

export type LedgerHarness = {
  clock: FakeClock
  /** A project of its own. */
  project(): Promise<{
    startRun(): Promise<LedgerHarnessRun>
    /** What the merchant chose for a record's conflicts. */
    settleConflict(sourceId: string, resolution: 'keep_target' | 'take_source'): Promise<void>
    issues(): Promise<{ code: string; field: string; open: boolean; tries: number }[]>
  }>
  close(): Promise<void>
}

const WINDOW = { from: null, to: '2026-03-01T10:00:00.000Z', knownUpTo: null }

function mapping(sourceId: string, change: Partial<Mapping> = {}): Mapping {
  return {
    kind: 'order',
    sourceId,
    gid: `gid://shopify/Order/${sourceId}`,
    fingerprint: 'print',
    sourceFields: { note: 'a' },
    targetFields: { note: 'a' },
    children: { r1: 'gid://shopify/Refund/1' },
    sourceChangedAt: '2026-03-01T09:00:00.000Z',
    sourceRowHash: 'hash',
    identity: { created: 'then' },
    mappingVersion: 1,
    ...change,
  }
}

function settlement(
  sourceId: string,
  change: Partial<Settlement> & { as?: Partial<Settlement['outcome']> } = {},
): Settlement {
  const { as, ...rest } = change
  return {
    outcome: {
      kind: 'order',
      sourceId,
      classification: 'new',
      outcome: 'created',
      gid: `gid://shopify/Order/${sourceId}`,
      reference: sourceId,
      amount: '12.50 EUR',
      ...as,
    },
    mapping: mapping(sourceId),
    issues: [],
    ...rest,
  }
}

function issue(sourceId: string, change: Partial<IssueInput> = {}): IssueInput {
  return {
    kind: 'order',
    sourceId,
    code: 'REJECTED_BY_SHOPIFY',
    message: says('Shopify said no.'),
    field: null,
    fingerprint: 'print',
    severity: 'failed',
    isTransient: false,
    reference: sourceId,
    ...change,
  }
}

const failed = (sourceId: string, change: Partial<IssueInput> = {}): Settlement =>
  settlement(sourceId, {
    as: { outcome: 'failed', gid: null },
    mapping: null,
    issues: [issue(sourceId, change)],
  })

/** The contract every `Ledger` must keep. */
export function describeLedger(name: string, start: () => Promise<LedgerHarness>): void {
  describe(`ledger: ${name}`, () => {
    let harness: LedgerHarness
    let project: Awaited<ReturnType<LedgerHarness['project']>>
    let run: LedgerHarnessRun
    let ledger: Ledger
    beforeAll(async () => {
      harness = await start()
    })
    afterAll(() => harness.close())
    beforeEach(async () => {
      project = await harness.project()
      run = await project.startRun()
      ledger = run.ledger()
    })

    test('gives back a mapping as it was settled, and only of the kind asked for', async () => {
      await ledger.settle([settlement('1')])
      expect(await ledger.mappings('order', ['1', '2'])).toEqual(new Map([['1', mapping('1')]]))
      expect(await ledger.mappings('product', ['1'])).toEqual(new Map())
      expect(await ledger.mappings('order', [])).toEqual(new Map())
    })

    test('learns what makes a record itself, also of one that is otherwise unchanged', async () => {
      const one = mapping('1', { identity: null })
      await ledger.settle([settlement('1', { mapping: one })])
      expect((await ledger.mappings('order', ['1'])).get('1')?.identity).toBeNull()
      const identity = { created: 'then', 'known.email': 'hash' }
      await ledger.settle([settlement('1', { mapping: null, identity })])
      expect(await ledger.mappings('order', ['1'])).toEqual(new Map([['1', { ...one, identity }]]))
      // Whoever knows nothing of it takes nothing away.
      await ledger.settle([settlement('1', { mapping: one })])
      expect((await ledger.mappings('order', ['1'])).get('1')?.identity).toEqual(identity)
    })

    test('counts what this run was the first to tell, until it is decided', async () => {
      const told = (sourceId: string) =>
        settlement(sourceId, {
          mapping: null,
          issues: [issue(sourceId, { code: 'ANOTHER_RECORD', severity: 'conflict' })],
        })
      await ledger.settle([settlement('1'), told('1'), told('2')])
      expect(await ledger.firstTold('ANOTHER_RECORD')).toBe(2)
      await project.settleConflict('1', 'take_source')
      expect(await ledger.firstTold('ANOTHER_RECORD')).toBe(1)
      expect(await ledger.firstTold('CONFLICT')).toBe(0)
      const later = (await project.startRun()).ledger()
      await later.settle([told('2')])
      expect(await later.firstTold('ANOTHER_RECORD')).toBe(0)
      expect(await later.answered('SOURCE_RESTORED')).toBe(false)
    })

    test('knows every source id that leads to a record', async () => {
      await ledger.settle([
        settlement('1'),
        settlement('guest:2', { mapping: mapping('guest:2', { gid: mapping('1').gid }) }),
        settlement('3'),
      ])
      const gids = [mapping('1').gid, mapping('4').gid]
      await ledger.settle([settlement('4')])
      const all = await ledger.mappingsTo('order', gids)
      expect(all.map(({ sourceId, gid }) => [sourceId, gids.indexOf(gid)])).toEqual([
        ['1', 0],
        ['guest:2', 0],
        ['4', 1],
      ])
      expect(await ledger.mappingsTo('product', gids)).toEqual([])
      expect(await ledger.mappingsTo('order', [])).toEqual([])
    })

    test.each(['one after the other', 'at once'])(
      'lets two records have one target record only where one is a guest, %s',
      async (how) => {
        const { gid } = mapping('1')
        const both = [
          settlement('1'),
          settlement('2', { mapping: mapping('2', { gid }) }),
          settlement('guest:3', { mapping: mapping('guest:3', { gid }) }),
        ]
        if (how === 'at once') await ledger.settle(both)
        else for (const each of both) await ledger.settle([each])
        const owners = await ledger.mappingsTo('order', [gid])
        expect(owners.map(({ sourceId }) => sourceId)).toEqual(['1', 'guest:3'])
        expect(await project.issues()).toMatchObject([{ code: 'HELD_BY_ANOTHER', open: true }])
        expect(await run.outcomes()).toEqual({ order: 'created 2, failed 1' })
      },
    )

    test('lets two records change places', async () => {
      await ledger.settle([settlement('1'), settlement('2')])
      const moved = (id: string, to: string) =>
        settlement(id, { mapping: mapping(id, { gid: mapping(to).gid }) })
      await ledger.settle([moved('1', '2'), moved('2', '1')])
      const gids = [...(await ledger.mappings('order', ['1', '2'])).values()].map(({ gid }) => gid)
      expect(gids).toEqual([mapping('2').gid, mapping('1').gid])
      expect(await project.issues()).toEqual([])
    })

    test('another project knows nothing of it', async () => {
      await ledger.settle([settlement('1')])
      const other = (await (await harness.project()).startRun()).ledger()
      expect(await other.mappings('order', ['1'])).toEqual(new Map())
    })

    test('an intent is open from before the write until the record is settled', async () => {
      const attempt = { fingerprint: 'f', fields: { note: 'a' } }
      await ledger.saveIntents('order', [{ sourceId: '1', attempt }])
      expect(await ledger.openIntents('order', ['1', '2'])).toEqual(new Map([['1', [attempt]]]))
      await ledger.settle([settlement('1')])
      expect(await ledger.openIntents('order', ['1'])).toEqual(new Map())
    })

    test('remembers every try whose result is unknown, each once', async () => {
      const first = { fingerprint: 'f', fields: { note: 'a' } }
      const second = { fingerprint: 'g', fields: { note: 'b' } }
      for (const attempt of [first, second, second]) {
        await ledger.saveIntents('order', [{ sourceId: '1', attempt }])
      }
      expect(await ledger.openIntents('order', ['1'])).toEqual(new Map([['1', [first, second]]]))
    })

    test('a write that was begun and never settled is looked at in the next run', async () => {
      const attempt = { fingerprint: 'f', fields: {} }
      await ledger.saveIntents('order', [{ sourceId: '1', attempt }])
      const next = (await project.startRun()).ledger()
      expect(await next.leftovers('order')).toEqual(['1'])
      expect(await next.openIntents('order', ['1'])).toEqual(new Map([['1', [attempt]]]))
    })

    test('a record written without its owner is looked at again when they arrive, and not before', async () => {
      const waits = (sourceId: string, waitsFor: string) =>
        settlement(sourceId, {
          issues: [
            issue(sourceId, {
              code: 'PARENT_MISSING',
              field: 'customer',
              severity: 'note',
              waitsFor,
            }),
          ],
        })
      const owner = (change: Parameters<typeof settlement>[1] = {}) =>
        settlement('10', { mapping: mapping('10', { kind: 'customer' }), ...change })
      const customer = (change: Parameters<typeof settlement>[1] = {}) =>
        owner({ ...change, as: { kind: 'customer', ...change.as } })
      const asks = (code: IssueInput['code'], field: string | null) =>
        issue('10', { kind: 'customer', severity: 'conflict', code, field })

      await ledger.settle([waits('1', '10'), waits('2', '11'), owner()])
      await ledger.settle([customer({ issues: [asks('TARGET_RECORD_GONE', null)] })])
      await ledger.settle([customer({ as: { outcome: 'skipped' } }), customer({ mapping: null })])
      expect(await ledger.ownersArrived('order')).toEqual([])
      await ledger.settle([customer({ issues: [asks('CONFLICT', 'phone')] })])
      expect(await ledger.ownersArrived('order')).toEqual(['1'])

      const next = (await project.startRun()).ledger()
      expect(await next.leftovers('order')).toEqual(['1'])
      await next.settle([settlement('1', { as: { outcome: 'unchanged' }, hasOwnOwner: true })])
      await next.settle([customer()])
      expect(await next.ownersArrived('order')).toEqual([])
      expect(
        (await project.issues()).filter(({ field, open }) => field === 'customer' && open),
      ).toHaveLength(1)
    })

    test('what a worker had sent when it lost the run stays open until the next run', async () => {
      const late = { fingerprint: 'f', fields: { note: 'late' } }
      const own = { fingerprint: 'g', fields: { note: 'own' } }
      await ledger.saveIntents('order', [{ sourceId: '1', attempt: late }])
      await run.giveLeaseTo('worker-2')
      const second = run.ledger({ owner: 'worker-2' })
      await second.saveIntents('order', [{ sourceId: '1', attempt: own }])
      await second.settle([settlement('1')])
      expect(await second.openIntents('order', ['1'])).toEqual(new Map([['1', [late]]]))

      const next = (await project.startRun()).ledger()
      expect(await next.leftovers('order')).toEqual(['1'])
      await next.settle([settlement('1', { as: { outcome: 'unchanged' } })])
      expect(await next.openIntents('order', ['1'])).toEqual(new Map())
    })

    test('settles everything or nothing', async () => {
      const broken = settlement('2', { as: { reference: undefined as unknown as string } })
      await ledger.saveIntents('order', [
        { sourceId: '1', attempt: { fingerprint: 'f', fields: {} } },
      ])
      await expect(ledger.settle([settlement('1'), broken])).rejects.toThrow()
      expect(await ledger.mappings('order', ['1'])).toEqual(new Map())
      expect((await ledger.openIntents('order', ['1'])).size).toBe(1)
      expect(await run.outcomes()).toEqual({})
      expect(await run.points()).toBe(0)
    })

    test('counts Entity Points for new records once, however often they are settled', async () => {
      const product = settlement('p', { as: { kind: 'product' }, mapping: null })
      const guest = settlement('guest:x', { as: { kind: 'customer' }, mapping: null })
      await ledger.settle([settlement('1'), product, guest])
      await ledger.settle([settlement('1'), product])
      expect(await run.points()).toBe(2.3)
    })

    test('changed, unchanged and failed records cost no points', async () => {
      await ledger.settle([
        settlement('1', { as: { classification: 'changed', outcome: 'updated' } }),
        settlement('2', { as: { classification: 'unchanged', outcome: 'unchanged' } }),
        settlement('3', { as: { classification: 'changed', outcome: 'created' } }),
        failed('4'),
      ])
      expect(await run.points()).toBe(0)
    })

    test('a record that comes up twice shows the outcome that tells most', async () => {
      await ledger.settle([failed('1'), settlement('2')])
      await ledger.settle([
        settlement('1'),
        settlement('2', { as: { classification: 'changed', outcome: 'updated' } }),
      ])
      expect(await run.outcomes()).toEqual({ order: 'created 2' })
      expect(await run.classifications()).toEqual(['new', 'new'])
      expect(await run.points()).toBe(1.6)
      await ledger.settle([
        settlement('3', { as: { classification: 'unchanged', outcome: 'unchanged' } }),
      ])
      await ledger.settle([failed('3')])
      expect(await run.outcomes()).toEqual({ order: 'created 2, failed 1' })
    })

    test('takes the same record twice in one settlement', async () => {
      await ledger.settle([failed('1'), settlement('1')])
      expect(await run.outcomes()).toEqual({ order: 'created 1' })
      expect(await ledger.openIssues('order', ['1'])).toEqual(new Map())
    })

    test('an issue is open until its record arrives', async () => {
      await ledger.settle([failed('1')])
      const open = await ledger.openIssues('order', ['1', '2'])
      expect(open.get('1')).toMatchObject([{ code: 'REJECTED_BY_SHOPIFY', sameRules: true }])
      expect(open.has('2')).toBe(false)
      await ledger.settle([settlement('1')])
      expect(await ledger.openIssues('order', ['1'])).toEqual(new Map())
    })

    test('another failure takes the place of the one before', async () => {
      await ledger.settle([failed('1')])
      await ledger.settle([failed('1', { code: 'TOTAL_MISMATCH' })])
      expect((await ledger.openIssues('order', ['1'])).get('1')).toMatchObject([
        { code: 'TOTAL_MISMATCH' },
      ])
    })

    const note = (sourceId: string, message: string, field: string | null = null) =>
      issue(sourceId, {
        code: 'PHONE_NOT_ACCEPTED',
        severity: 'note',
        message: says(message),
        field,
      })

    test('several remarks of one kind become one issue', async () => {
      await ledger.settle([settlement('1', { issues: [note('1', 'One.'), note('1', 'Two.')] })])
      expect(await project.issues()).toMatchObject([{ code: 'PHONE_NOT_ACCEPTED', open: true }])
    })

    test('a remark stays until its field, or the whole record, is written anew', async () => {
      const update = (field: string) =>
        settlement('1', {
          as: { classification: 'changed', outcome: 'updated' },
          writtenFields: [field],
        })
      await ledger.settle([settlement('1', { issues: [note('1', 'Left out.', 'phone')] })])
      await ledger.settle([update('note')])
      expect(await project.issues()).toMatchObject([{ field: 'phone', open: true }])
      await ledger.settle([update('phone')])
      expect(await project.issues()).toMatchObject([{ field: 'phone', open: false }])
      await ledger.settle([settlement('2', { issues: [note('2', 'Left out.', 'phone')] })])
      await ledger.settle([settlement('2')])
      expect(await project.issues()).toMatchObject([{ open: false }, { open: false }])
    })

    test('keeps text no database takes: NUL and half a surrogate pair', async () => {
      await ledger.settle([failed('1', { message: says('a\0b\ud83d') })])
      const open = await ledger.openIssues('order', ['1'])
      expect(open.get('1')?.[0]?.message).toEqual(says('ab\ufffd'))
    })

    test('a refused record stands in the next run, and is not asked for again', async () => {
      await ledger.settle([failed('1')])
      expect(await ledger.standing('order')).toEqual([])
      const next = (await project.startRun()).ledger()
      expect(await next.standing('order')).toMatchObject([{ sourceId: '1' }])
      expect(await next.leftovers('order')).toEqual([])
      await next.settle([failed('1')])
      expect(await next.standing('order')).toEqual([])
    })

    test('a refused record is worth another try under other options or a newer mapping', async () => {
      await ledger.settle([failed('1')])
      const next = await project.startRun()
      for (const options of [{ optionsHash: 'other' }, { mappingVersion: 99 }]) {
        const changed = next.ledger(options)
        expect(await changed.leftovers('order')).toEqual(['1'])
        expect(await changed.standing('order')).toEqual([])
        expect((await changed.openIssues('order', ['1'])).get('1')?.[0]?.sameRules).toBe(false)
      }
    })

    test('what is transient is tried in a bounded number of runs, and then stands', async () => {
      const transient = { isTransient: true }
      await ledger.settle([failed('1', transient)])
      expect(await ledger.leftovers('order')).toEqual([])
      let tries = 1
      for (;;) {
        const next = (await project.startRun()).ledger()
        const again = await next.leftovers('order')
        if (again.length === 0) {
          expect(await next.standing('order')).toMatchObject([{ sourceId: '1' }])
          break
        }
        await next.settle([failed('1', transient)])
        await next.settle([failed('1', transient)])
        tries += 1
        expect(tries).toBeLessThan(10)
      }
      expect(await project.issues()).toMatchObject([{ tries, open: true }])
      expect(tries).toBe(5)
    })

    test('a transient remark is tried in as many runs, and does not make the record fail', async () => {
      const missing = issue('1', {
        code: 'IMAGE_FAILED',
        severity: 'note',
        isTransient: true,
        field: 'a',
      })
      const told = () => settlement('1', { issues: [missing] })
      await ledger.settle([told()])
      expect(await ledger.openIssues('order', ['1'])).toEqual(new Map())
      for (let run = 2; run <= 5; run += 1) {
        const next = (await project.startRun()).ledger()
        expect(await next.leftovers('order')).toEqual(['1'])
        expect((await next.openIssues('order', ['1'])).get('1')).toMatchObject([
          { severity: 'note', field: 'a', triedOut: false },
        ])
        await next.settle([told()])
        await next.settle([told()])
      }
      const last = (await project.startRun()).ledger()
      expect(await last.leftovers('order')).toEqual([])
      expect(await last.standing('order')).toEqual([])
      expect((await last.openIssues('order', ['1'])).get('1')).toMatchObject([{ triedOut: true }])
      await last.settle([settlement('1', { writtenFields: [], settledConflicts: ['a'] })])
      expect(await project.issues()).toMatchObject([{ tries: 5, open: false }])
    })

    test('a conflict the merchant settled is looked at in the next run, an open one is not', async () => {
      const conflict = issue('1', { code: 'CONFLICT', field: 'note', severity: 'conflict' })
      await ledger.settle([settlement('1', { issues: [conflict] })])
      const next = (await project.startRun()).ledger()
      expect(await next.leftovers('order')).toEqual([])
      await project.settleConflict('1', 'take_source')
      expect(await next.leftovers('order')).toEqual(['1'])
      expect((await next.openIssues('order', ['1'])).get('1')).toMatchObject([
        { field: 'note', resolution: 'take_source' },
      ])
      await next.settle([settlement('1', { settledConflicts: ['note'] })])
      expect(await next.openIssues('order', ['1'])).toEqual(new Map())
    })

    test('refreshes the change time of a record that is otherwise as mapped', async () => {
      await ledger.settle([settlement('1')])
      const later = '2026-03-01T11:00:00.000Z'
      await ledger.settle([
        settlement('1', {
          as: { classification: 'unchanged', outcome: 'unchanged' },
          mapping: null,
          sourceChangedAt: later,
        }),
      ])
      expect((await ledger.mappings('order', ['1'])).get('1')).toEqual(
        mapping('1', { sourceChangedAt: later }),
      )
    })

    test('the window of a pass is fixed at its first start', async () => {
      const opened = { resume: null, done: false, askedTotal: null, total: null }
      expect(await ledger.openWindow('order', WINDOW)).toEqual({ ...opened, window: WINDOW })
      await ledger.checkpoint('order', 'page 3')
      await ledger.setTotal('order', { count: 3, exact: true })
      const later = { ...WINDOW, to: '2026-03-01T12:00:00.000Z' }
      expect(await ledger.openWindow('order', later)).toEqual({
        ...opened,
        window: WINDOW,
        resume: 'page 3',
        total: { count: 3, exact: true },
      })
    })

    const OPENING = {
      clock: WINDOW.to,
      completeUpTo: '2026-02-01T00:00:00.000Z',
      newest: '77',
    }

    test('the watermark is what the window was opened with, and only once it is committed', async () => {
      await ledger.openWindow('order', WINDOW, OPENING)
      await ledger.setTotal('order', { count: 3, exact: true })
      await ledger.checkpoint('order', 'page 1')
      expect(await ledger.lastWindow('order')).toBeNull()
      harness.clock.set(harness.clock.now() + 60_000)
      await ledger.commitWatermark('order')
      expect(await ledger.lastWindow('order')).toMatchObject({
        watermark: OPENING.completeUpTo,
        clock: WINDOW.to,
        newest: '77',
      })
      expect(await ledger.lastWindow('product')).toBeNull()
      expect((await ledger.openWindow('order', WINDOW)).done).toBe(true)
    })

    test('the age of the last window counts from when the source told the time', async () => {
      await ledger.openWindow('order', WINDOW, OPENING)
      harness.clock.set(harness.clock.now() + 60_000)
      await ledger.commitWatermark('order')
      harness.clock.set(harness.clock.now() + 30_000)
      expect((await ledger.lastWindow('order'))?.ageMs).toBe(90_000)
    })

    test('of a list that was empty when the window was opened, the highest id brought is known', async () => {
      await ledger.openWindow('order', WINDOW, { ...OPENING, newest: null })
      await ledger.commitWatermark('order')
      // Nothing was ever brought: whatever there is now is new.
      expect(await ledger.lastWindow('order')).toMatchObject({ newest: '0' })
      await ledger.settle(['9', '120', '31'].map((id) => settlement(id)))
      expect(await ledger.lastWindow('order')).toMatchObject({ newest: '120' })
    })

    test('of a window that an older version opened, the end and the highest id brought are known', async () => {
      await ledger.settle(['9', '120', '31'].map((id) => settlement(id)))
      await ledger.openWindow('order', WINDOW)
      await ledger.commitWatermark('order')
      expect(await ledger.lastWindow('order')).toMatchObject({
        watermark: WINDOW.to,
        clock: WINDOW.to,
        newest: '120',
      })
    })

    test('what falls due is remembered until its time has come and it is taken off the list', async () => {
      await ledger.setDue('product', [
        { sourceId: '1', at: '2026-03-01T09:00:00Z' },
        { sourceId: '2', at: '2026-03-01T10:00:00Z' },
      ])
      expect(await ledger.due('product', '2026-03-01T08:59:59Z')).toEqual([])
      expect(await ledger.due('product', '2026-03-01T09:30:00Z')).toEqual(['1'])
      expect(await ledger.due('order', '2026-03-01T09:30:00Z')).toEqual([])
      await ledger.setDue('product', [
        { sourceId: '1', at: null },
        { sourceId: '2', at: '2026-03-02T10:00:00Z' },
      ])
      expect(await ledger.due('product', '2026-03-01T12:00:00Z')).toEqual([])
      expect(await ledger.due('product', '2026-03-02T12:00:00Z')).toEqual(['2'])
    })

    test('categories are remembered by their ids, until another one has followed them', async () => {
      const known = (sourceId: string, name: string, isGone = false) => ({ sourceId, name, isGone })
      await ledger.rememberCategories([known('1', 'Mugs'), known('2', 'Cups')], [])
      await ledger.rememberCategories([known('1', 'Bowls'), known('2', 'Cups', true)], [])
      expect(await ledger.categories()).toEqual([known('1', 'Bowls'), known('2', 'Cups', true)])
      await ledger.rememberCategories([known('7', 'Cups')], ['2'])
      await ledger.rememberCategories([], [])
      expect(await ledger.categories()).toEqual([known('1', 'Bowls'), known('7', 'Cups')])
    })

    test('records the source should list are counted without guests and without deleted ones', async () => {
      await ledger.settle(['1', '2', 'guest:x'].map((id) => settlement(id)))
      expect(await ledger.expected('order')).toBe(2)
      expect(await ledger.settledInRun('order')).toBe(2)
    })

    test('a question about a short list is answered once the run was resumed, and for that list', async () => {
      const passed = async () => (await ledger.openWindow('order', WINDOW)).askedTotal
      const compared = async () => (await ledger.openComparison('order')).askedTotal
      await passed()
      await ledger.rememberAsked('order', 3)
      expect(await passed()).toBeNull()
      await run.answer('SOURCE_LISTS_LESS')
      expect(await passed()).toBe(3)
      await ledger.rememberAsked('order', 2)
      expect(await passed()).toBeNull()
      await run.answer('SOURCE_LISTS_LESS')
      expect(await passed()).toBe(2)
      await compared()
      await ledger.restartListing('order', null)
      expect(await passed()).toBe(2)
      await ledger.restartListing('order', 1)
      expect(await compared()).toBeNull()
      await run.answer('SOURCE_LISTS_LESS')
      expect(await compared()).toBe(1)
    })

    const attempt = { fingerprint: 'f', fields: {} }
    const writes: [string, (ledger: Ledger) => Promise<unknown>][] = [
      ['saveIntents', (l) => l.saveIntents('order', [{ sourceId: '9', attempt }])],
      ['settle', (l) => l.settle([settlement('9')])],
      ['openWindow', (l) => l.openWindow('product', WINDOW)],
      ['checkpoint', (l) => l.checkpoint('order', 'later')],
      ['commitWatermark', (l) => l.commitWatermark('order')],
      ['rememberAsked', (l) => l.rememberAsked('order', 1)],
      ['setDue', (l) => l.setDue('order', [{ sourceId: '9', at: '2026-03-01T09:00:00Z' }])],
      [
        'rememberCategories',
        (l) => l.rememberCategories([{ sourceId: '9', name: 'Mugs', isGone: false }], []),
      ],
      ['setTotal', (l) => l.setTotal('order', { count: 1, exact: true })],
    ]

    test.each(writes)('%s commits nothing when another worker owns the run', async (_, write) => {
      await ledger.openWindow('order', WINDOW)
      await run.giveLeaseTo('worker-2')
      await expect(write(ledger)).rejects.toBeInstanceOf(LeaseLost)
      const now = run.ledger({ owner: 'worker-2' })
      expect(await now.openIntents('order', ['9'])).toEqual(new Map())
      expect(await now.mappings('order', ['9'])).toEqual(new Map())
      expect(await now.lastWindow('order')).toBeNull()
      expect(await now.categories()).toEqual([])
      expect(await now.due('order', '2027-01-01T00:00:00Z')).toEqual([])
      expect(await run.outcomes()).toEqual({})
      expect((await now.openWindow('order', WINDOW)).resume).toBeNull()
    })

    test.each(writes)('%s commits nothing when the lease has run out', async (_, write) => {
      await ledger.openWindow('order', WINDOW)
      await run.expireLease()
      await expect(write(ledger)).rejects.toBeInstanceOf(LeaseLost)
    })
  })
}
