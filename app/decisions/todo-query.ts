import { DECISION_SECTIONS, type DecisionSection } from '#app/migration/ledger/queries/questions.ts'

/** What the to-do list shows: all that is open, one section of it, or a view beside it. */
export const TODO_TABS = ['all', ...DECISION_SECTIONS, 'decided', 'notes'] as const
export type TodoTab = (typeof TODO_TABS)[number]

export const TAB_NAMES: Readonly<Record<TodoTab, string>> = {
  all: 'All',
  didNotArrive: 'Did not arrive',
  conflicts: 'In both stores',
  deleted: 'Deleted',
  cannotFollow: 'Can’t follow',
  decided: 'Decided',
  notes: 'Notes',
}

export function todoTab(text: string | null): TodoTab {
  return TODO_TABS.find((known) => known === text) ?? 'all'
}

export function todoPath(tab: TodoTab, open: string | null = null): string {
  const params = new URLSearchParams(tab === 'all' ? {} : { tab })
  if (open !== null) params.set('open', open)
  const search = params.toString()
  return search === '' ? '/app/todo' : `/app/todo?${search}`
}

export function isSection(tab: TodoTab): tab is DecisionSection {
  return DECISION_SECTIONS.some((section) => section === tab)
}
