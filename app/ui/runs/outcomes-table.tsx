import { KINDS, type EntityKind } from '#app/migration/kinds/kind.ts'
import { SIX_OUTCOMES } from '#app/runs/outcome-counts.ts'
import type { KindProgress } from '#app/runs/run-types.ts'
import type { Format } from '#app/words/format.ts'
import { useFormat } from '../shared/page/use-format.ts'
import { KIND_NAMES } from '#app/words/names.ts'
import { COUNTER_NAMES } from '#app/runs/run-words.ts'

/** What became of a run's records: per kind the six outcomes, which add up to what is done. */
export function OutcomesTable({
  kinds,
  shown,
  hasPace,
}: {
  kinds: Readonly<Record<EntityKind, KindProgress>>
  shown: readonly EntityKind[]
  /** Whether there is a column for how many are done a minute, known or not yet. */
  hasPace: boolean
}) {
  const format = useFormat()
  return (
    <table className="numbers outcomes">
      <caption className="visually-hidden">Records in this run, by outcome</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Kind</span>
          </th>
          <th scope="col">Done</th>
          {SIX_OUTCOMES.map((counter) => (
            <th key={counter} scope="col">
              {COUNTER_NAMES[counter]}
            </th>
          ))}
          {hasPace ? <th scope="col">A minute</th> : null}
        </tr>
      </thead>
      <tbody>
        {KINDS.filter((kind) => shown.includes(kind)).map((kind) => {
          const of = kinds[kind]
          return (
            <tr key={kind}>
              <th scope="row">{KIND_NAMES[kind]}</th>
              <td data-label="Done" className="done">
                {doneText(of, format)}
              </td>
              {SIX_OUTCOMES.map((counter) => (
                <td
                  key={counter}
                  data-label={COUNTER_NAMES[counter]}
                  className={cellClass(counter, of.counts[counter])}
                >
                  {format.number(of.counts[counter])}
                </td>
              ))}
              {hasPace ? (
                <td data-label="A minute" className={of.ratePerMinute === null ? 'zero' : ''}>
                  {of.ratePerMinute === null ? '' : format.number(Math.round(of.ratePerMinute))}
                </td>
              ) : null}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function cellClass(counter: string, count: number): string {
  if (count === 0) return 'zero'
  return counter === 'failed' ? 'bad' : ''
}

function doneText({ state, done, total, totalExact }: KindProgress, format: Format): string {
  const settled = format.number(done)
  if (state === 'waiting' && done === 0) return 'Not started'
  if (total === null) return `${settled} of ?`
  return `${settled} of ${totalExact ? '' : 'about '}${format.number(total)}`
}
