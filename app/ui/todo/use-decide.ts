import type { Problem } from '#app/words/problem.ts'
import type { Shown } from '#app/words/shown.ts'
import { useFetcher } from '@remix-run/react'
import { useAppBridge } from '@shopify/app-bridge-react'
import { useEffect, useRef, useState } from 'react'
import type { Choice, DecisionAnswer } from '#app/decisions/decision-types.ts'

/** One or some by their ids, or a whole group by its key. */
export type About = { issueIds: readonly string[] } | { alike: string }

export type Asked = { about: About; count: number; following: readonly string[] }

export type Decide = {
  isSending: boolean
  /** False while a run is on: nothing can be tried again then. */
  canRetry: boolean
  /** What was not done, by the id of the issue or the record's reference. */
  refused: ReadonlyMap<string, string>
  /** Why nothing was done. */
  problems: readonly Shown<Problem>[]
  /** Orders about to be cancelled, which nothing can undo: asked first. */
  asked: Asked | null
  confirm(yes: boolean): void
  choose(choice: Choice, about: About, count: number, following: readonly string[]): void
  retry(about: About): void
  undo(issueIds: readonly string[]): void
  bring(issueIds: readonly string[]): void
}

/** Where the eye goes when what was acted on is gone. */
export const LIST_HEADING = 'decisions'

/**
 * Decides at once and offers Undo in a toast; only what nothing can undo is asked first. Afterwards
 * the focus is on the next row, or on the list's heading.
 */
export function useDecide(projectId: string, canRetry: boolean): Decide {
  const fetcher = useFetcher<Shown<DecisionAnswer>>()
  const shopify = useAppBridge()
  const [asked, setAsked] = useState<Asked | null>(null)
  const focusOn = useRef<readonly string[] | null>(null)
  const shown = useRef<unknown>(null)
  const send = (fields: [string, string][]) => {
    const form = new FormData()
    form.set('projectId', projectId)
    for (const [name, value] of fields) form.append(name, value)
    void fetcher.submit(form, { method: 'post', action: '/app/todo' })
  }
  const isSending = fetcher.state !== 'idle'
  const answer = isSending ? undefined : fetcher.data

  useEffect(() => {
    if (!answer || shown.current === answer) return
    shown.current = answer
    if (answer.toast !== null) {
      const { toast, undo } = answer
      shopify.toast.show(
        toast,
        undo === null
          ? {}
          : {
              action: 'Undo',
              onAction: () =>
                send([
                  ['intent', 'undo'],
                  ['decidedAt', undo],
                ]),
            },
      )
    }
    const places = focusOn.current
    focusOn.current = null
    if (places === null) return
    const target = places
      .map((place) => document.getElementById(place))
      .find((element) => element !== null)
    target?.focus()
  })

  const sendChoice = (choice: Choice, { about, following }: Asked) => {
    const acted = 'issueIds' in about ? about.issueIds : []
    const at = following.findIndex((id) => acted.includes(id))
    const next = [...following.slice(at + 1), ...following.slice(0, Math.max(0, at)).toReversed()]
    const stays = next.filter((id) => !acted.includes(id)).map((id) => `row-${id}`)
    focusOn.current = [...stays, LIST_HEADING]
    send([['intent', 'decide'], ['choice', choice], ...fieldsOf(about)])
  }

  return {
    isSending,
    canRetry,
    refused: new Map((answer?.refused ?? []).map(({ reference, message }) => [reference, message])),
    problems: answer?.problems ?? [],
    asked,
    confirm: (yes) => {
      if (yes && asked) sendChoice('cancel', asked)
      setAsked(null)
    },
    choose: (choice, about, count, following) => {
      const wish = { about, count, following }
      if (choice === 'cancel') setAsked(wish)
      else sendChoice(choice, wish)
    },
    retry: (about) => {
      focusOn.current = [LIST_HEADING]
      send([['intent', 'retry'], ...fieldsOf(about)])
    },
    undo: (issueIds) => {
      focusOn.current = [LIST_HEADING]
      send([['intent', 'undo'], ...fieldsOf({ issueIds })])
    },
    bring: (issueIds) => {
      focusOn.current = [LIST_HEADING]
      send([['intent', 'bring'], ...fieldsOf({ issueIds })])
    },
  }
}

function fieldsOf(about: About): [string, string][] {
  return 'alike' in about
    ? [['alike', about.alike]]
    : about.issueIds.map((id): [string, string] => ['issueId', id])
}
