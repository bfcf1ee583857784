import { Badge } from '@shopify/polaris'
import { RUN_STATES, type RunState } from '#app/runs/run-states.ts'
import type { Tone } from '#app/words/names.ts'
import { STATE_WORDS } from '#app/runs/run-words.ts'

export function RunStateBadge({ state }: { state: RunState }) {
  return <ToneBadge {...STATE_WORDS[state]} />
}

export function ToneBadge({ text, tone }: { text: string; tone: Tone }) {
  return <Badge {...(tone ? { tone } : {})}>{text}</Badge>
}

export function isRunState(text: string): text is RunState {
  return RUN_STATES.some((state) => state === text)
}
