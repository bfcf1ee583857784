import { type FieldNode, parse } from 'graphql'
import { z } from 'zod'
import { CAPTURES, type CaptureSet, readExchanges, recordingsOf } from '../replay/replay.ts'
import type { Exchange } from '../replay/replay.ts'
import { inputsOf, plainPath, rootFields } from './input-paths.ts'
import { operationOf } from './our-operations.ts'

const SETS = Object.keys(CAPTURES).filter((set): set is CaptureSet => set in CAPTURES)

/** True where the recordings lie beside the checkout. */
export const hasRecordings = (): boolean => SETS.every((set) => recordingsOf(set).length > 0)

/**
 * Input path → the first recording in which a call with it succeeded, of the paths among `known`.
 * A call succeeded when its field was answered, without errors at the top and without user errors.
 */
export function recordedInputs(known: ReadonlySet<string>): Record<string, string> {
  const found = new Map<string, string>()
  for (const set of SETS) {
    for (const name of recordingsOf(set)) {
      for (const path of readExchanges(set, name).flatMap(inputsThatSucceeded)) {
        if (!known.has(plainPath(path))) continue
        if (!found.has(path)) found.set(path, `${set}/${name}`)
      }
    }
  }
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function inputsThatSucceeded(exchange: Exchange): string[] {
  const { query, variables, operationName } = exchange.request
  // What was recorded to be refused need not even be a document.
  if (!query || exchange.response.errors) return []
  const document = parse(query)
  return rootFields(document, operationOf(document, operationName))
    .filter((field) => hasSucceeded(field, exchange.response))
    .flatMap((field) => inputsOf(field, z.record(z.string(), z.unknown()).parse(variables ?? {})))
}

/** An answer that is there; where the mutation tells its user errors, there are none. */
function hasSucceeded(field: FieldNode, response: Exchange['response']): boolean {
  const data = z.record(z.string(), z.unknown()).safeParse(response.data).data
  const answer = data?.[field.alias?.value ?? field.name.value]
  if (typeof answer !== 'object' || answer === null) return false
  return Object.entries(answer).every(
    ([key, value]) => !/userErrors$/i.test(key) || (Array.isArray(value) && value.length === 0),
  )
}
