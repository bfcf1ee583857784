import { Badge } from '@shopify/polaris'
import { RUN_STATES, type RunState } from '#app/runs/run-states.ts'
import { STATE_WORDS } from './words.ts'

export function RunStateBadge({ state }: { state: RunState }) {
  const { text, tone } = STATE_WORDS[state]
  return <Badge {...(tone ? { tone } : {})}>{text}</Badge>
}

export function isRunState(text: string): text is RunState {
  return RUN_STATES.some((state) => state === text)
}
