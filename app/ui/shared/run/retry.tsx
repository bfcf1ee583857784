import type { Problem } from '#app/words/problem.ts'
import type { Shown } from '#app/words/shown.ts'
import { useFetcher } from '@remix-run/react'
import { Button, ButtonGroup } from '@shopify/polaris'
import { useState } from 'react'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { NotStarted } from '#app/runs/run-types.ts'
import { ProblemList } from '../page/problem-list.tsx'
import { useFormat } from '../page/use-format.ts'

export type RecordRef = { kind: EntityKind; sourceId: string }

/** Every open failure, of one kind or as one run reported them. */
export type AllOf = { kind?: EntityKind; reportedBy?: string }

export type Retry = {
  /** What was sent last is still on its way. */
  isSending: boolean
  /** The record whose own button was pressed. */
  sending: string | null
  problems: Shown<Problem>[]
  some(records: readonly RecordRef[]): void
  all(of: AllOf): void
}

export function recordKey({ kind, sourceId }: RecordRef): string {
  return `${kind}:${sourceId}`
}

/** Starts a run that tries records again; the answer leads to that run. */
export function useRetry(projectId: string): Retry {
  const fetcher = useFetcher<Shown<NotStarted>>()
  const isSending = fetcher.state !== 'idle'
  const records = fetcher.formData?.getAll('record') ?? []
  const send = (fields: [string, string][]) => {
    const form = new FormData()
    form.set('projectId', projectId)
    for (const [name, value] of fields) form.append(name, value)
    void fetcher.submit(form, { method: 'post', action: '/app/retry' })
  }
  return {
    isSending,
    sending: records.length === 1 ? String(records[0]) : null,
    problems: isSending ? [] : (fetcher.data?.problems ?? []),
    some: (chosen) =>
      send([
        ['selection', 'some'],
        ...chosen.map((record): [string, string] => ['record', recordKey(record)]),
      ]),
    all: (of) => send([['selection', 'all'], ...Object.entries(of)]),
  }
}

/** Which of the rows on the screen are chosen; `first` before the merchant touched anything. */
export function useChosen<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  first: readonly T[] = [],
) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set(first.map(keyOf)))
  const chosen = rows.filter((row) => keys.has(keyOf(row)))
  return {
    chosen,
    has: (row: T) => keys.has(keyOf(row)),
    toggle: (row: T, on: boolean) => {
      const next = new Set(keys)
      if (on) next.add(keyOf(row))
      else next.delete(keyOf(row))
      setKeys(next)
    },
    setAll: (on: boolean) => setKeys(on ? new Set(rows.map(keyOf)) : new Set()),
  }
}

/** "Retry these 3" and "Retry all 120". */
export function RetryButtons({
  retry,
  chosen,
  all,
  total,
}: {
  retry: Retry
  chosen: readonly RecordRef[]
  /** Null: there is no "all" here. */
  all: AllOf | null
  total: number
}) {
  const format = useFormat()
  return (
    <ButtonGroup>
      <Button
        disabled={chosen.length === 0}
        loading={retry.isSending && retry.sending === null && chosen.length > 0}
        onClick={() => retry.some(chosen)}
      >
        {chosen.length === 0
          ? 'Try selected again'
          : chosen.length === 1
            ? 'Try this one again'
            : `Try these ${format.number(chosen.length)} again`}
      </Button>
      {all && total > 1 ? (
        <Button
          loading={retry.isSending && retry.sending === null && chosen.length === 0}
          onClick={() => retry.all(all)}
        >
          {`Try all ${format.number(total)} again`}
        </Button>
      ) : null}
    </ButtonGroup>
  )
}

/** One record by itself. */
export function RetryOne({
  retry,
  record,
  what,
}: {
  retry: Retry
  record: RecordRef
  what: string
}) {
  return (
    <Button
      size="slim"
      loading={retry.sending === recordKey(record)}
      disabled={retry.isSending && retry.sending !== recordKey(record)}
      onClick={() => retry.some([record])}
      accessibilityLabel={`Try again: ${what}`}
    >
      Try again
    </Button>
  )
}

export function RetryProblems({ retry }: { retry: Retry }) {
  return retry.problems.length > 0 ? (
    <ProblemList title="Nothing was tried again" problems={retry.problems} />
  ) : null
}
