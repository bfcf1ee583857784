import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ISSUE_WEIGHTS, NOTE_CODES, weightOf } from '#app/migration/engine/ports/issue-weights.ts'

const engine = new URL('../../../app/migration/', import.meta.url)
const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(new URL(path, engine), 'utf8'))

/** As the union in errors.ts has them. */
const declared = () => {
  const text = readFileSync(new URL('engine/ports/errors.ts', engine), 'utf8')
  const union = text.slice(
    text.indexOf('export type IssueCode'),
    text.indexOf('export const SOURCE'),
  )
  const remarks = text.slice(text.indexOf('export const SOURCE'), text.indexOf('] as const'))
  return [...`${union}${remarks}`.matchAll(/'([A-Z_]+)'/g)].map(([, code = '']) => code)
}

test('every code an issue can have is weighed, and no other', () => {
  expect(declared().length).toBeGreaterThan(40)
  expect(Object.keys(ISSUE_WEIGHTS).toSorted()).toEqual([...new Set(declared())].toSorted())
})

test('every code in the table is told somewhere', () => {
  const told = new Set(
    sources.flatMap((text) =>
      [...text.matchAll(/'([A-Z]+(?:_[A-Z]+)*)'/g)].map(([, code]) => code),
    ),
  )
  for (const code of Object.keys(ISSUE_WEIGHTS)) expect(told, code).toContain(code)
})

test('what did not arrive and what both stores changed is always to do', () => {
  for (const code of NOTE_CODES) {
    expect(weightOf({ severity: 'failed', code })).toBe('todo')
    expect(weightOf({ severity: 'conflict', code })).toBe('todo')
    expect(weightOf({ severity: 'note', code })).toBe('note')
  }
})

test('a status that Shopify refused to follow is no mere note, nor is what nobody weighed', () => {
  expect(weightOf({ severity: 'note', code: 'CHANGE_NOT_POSSIBLE' })).toBe('todo')
  expect(weightOf({ severity: 'note', code: 'SOMETHING_NEWER' })).toBe('todo')
  expect(weightOf({ severity: 'note', code: 'toString' })).toBe('todo')
})
