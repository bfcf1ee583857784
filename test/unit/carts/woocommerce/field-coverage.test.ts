import { describe, expect, it } from 'vitest'
import { cartOf } from '#app/migration/carts/registry.server.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { coverage, isAboutUnknownFields, undecidedIn } from '#test/cases/coverage.ts'
import { CASES_FOLDER, loadCases } from '#test/cases/run-cases.ts'
import { recordedRows, rowsOfCase } from '#test/cases/wire-rows.ts'

describe('everything a store sends is accounted for', () => {
  // Further recordings are walked where they lie beside the checkout.
  it('in every recorded row, whether or not there is anything in the field', () => {
    const rows = recordedRows()
    expect(rows.length).toBeGreaterThan(30)
    expect(undecidedIn(rows, true)).toEqual([])
  })

  it('in every case, unless the case is about a field nobody knows', () => {
    const { cases } = loadCases(CASES_FOLDER)
    const known = cases.filter((each) => !isAboutUnknownFields(each))
    expect(known.length).toBeGreaterThan(80)
    expect(undecidedIn(known.flatMap(rowsOfCase), false)).toEqual([])
  })

  it('and what is never moved is the list the merchant reads', () => {
    const listed = cartOf('woocommerce').neverMoved.map((told) => sentenceOf(told))
    expect(listed.length).toBeGreaterThan(5)
    expect(new Set(listed).size).toBe(listed.length)
    const { lines } = coverage()
    for (const { fate } of lines.filter((line) => line.fate.startsWith('never moved'))) {
      expect(listed.map((sentence) => `never moved: ${sentence}`)).toContain(fate)
    }
  })

  it('and the list of all of it says for each path what becomes of it', () => {
    const { lines, undecided } = coverage()
    expect(undecided).toEqual([])
    expect(lines.length).toBeGreaterThan(300)
    for (const { fate } of lines) expect(fate).toMatch(/^(arrives as|looked at for|never moved:) /)
    expect(lines).toContainEqual({
      kind: 'order',
      path: 'customer_note',
      fate: 'arrives as note',
    })
  })
})
