import { execFile } from 'node:child_process'
import fs from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { applyPatch } from '#test/chaos/defects/apply-patch.ts'
import { DEFECTS, SEEN_BY_TESTS } from '#test/chaos/defects/index.ts'

const run = promisify(execFile)
const ALL = [...DEFECTS, ...SEEN_BY_TESTS]

describe('the known defects', () => {
  it('are at least thirty, each with a name of its own', () => {
    const names = ALL.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(DEFECTS.length).toBeGreaterThanOrEqual(30)
  })

  it.each(SEEN_BY_TESTS)('“$name” names a test that is there', ({ test }) => {
    expect(fs.existsSync(test)).toBe(true)
  })

  it.each(ALL)('“$name” still fits the app, and the app still parses with it', ({ patches }) => {
    const texts = new Map<string, string>()
    for (const patch of patches) {
      const before = texts.get(patch.file) ?? fs.readFileSync(patch.file, 'utf8')
      texts.set(patch.file, applyPatch(before, patch))
    }
    for (const [file, text] of texts) {
      expect(text).not.toBe(fs.readFileSync(file, 'utf8'))
      expect(() => stripTypeScriptTypes(text)).not.toThrow()
    }
  })

  it('do not fit a text that has moved on, or that says the same twice', () => {
    const patch = { file: 'a.ts', find: 'one', put: 'two' }
    expect(applyPatch('only one', patch)).toBe('only two')
    expect(() => applyPatch('neither', patch)).toThrow(/no longer fits a\.ts.*0 times/)
    expect(() => applyPatch('one, one', patch)).toThrow(/2 times/)
  })
})

describe('the preload', () => {
  const start = (defect: string, script: string) =>
    run(
      process.execPath,
      ['--import', './test/chaos/defects/plant.ts', '--input-type=module', '-e', script],
      { env: { ...process.env, CHAOS_DEFECT: defect, NODE_OPTIONS: '' } },
    )
  const PLAN = `
    const { planWindow } = await import('./app/migration/engine/run/window.ts')
    const at = '2026-03-02T09:00:00.000Z'
    const last = { watermark: at, clock: at, ageMs: 0, newest: null }
    const moment = { clock: at, stamped: at, newest: null, total: null }
    const { window } = planWindow({ mode: 'recent', last, moment, overlapMs: 1000 })
    console.log(window.from)`

  it('plants its defect into the module as it loads, and nothing else', async () => {
    expect((await start('no overlap', PLAN)).stdout).toBe('2026-03-02T09:00:00.000Z\n')
    expect((await start('float money', PLAN)).stdout).toBe('2026-03-02T08:59:59.000Z\n')
  })

  it('ends the process that asks for a defect there is none of', async () => {
    await expect(start('bad weather', PLAN)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no defect “bad weather”.'),
    })
  })
})
