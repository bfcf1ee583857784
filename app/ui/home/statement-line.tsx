import { BlockStack, Button, Icon, InlineStack, Link, Spinner, Text } from '@shopify/polaris'
import { AlertTriangleIcon, CheckCircleIcon, QuestionCircleIcon } from '@shopify/polaris-icons'
import type { Statement, StatementAction, StatementState } from '#app/readiness/statement.ts'
import { CheckEverything } from '../shared/run/check-everything.tsx'
import { HowWeKnow } from './how-we-know.tsx'

const SIGNS = {
  true: { source: CheckCircleIcon, tone: 'success', word: 'True:' },
  not_true: { source: AlertTriangleIcon, tone: 'caution', word: 'Not true:' },
  not_known: { source: QuestionCircleIcon, tone: 'subdued', word: 'Not known:' },
} as const satisfies Record<StatementState, object>

const TEXT_TONES = { true: 'success', not_true: 'caution', not_known: 'subdued' } as const

/** Which statements asking the old store may change. */
const RESTS_ON_ANSWERS = new Set<Statement['id']>(['answers', 'waiting'])

/** One of the statements before the switch: what is so, why, and what to do. */
export function StatementLine({
  statement,
  projectId,
  isAsking,
  onAsk,
}: {
  statement: Statement
  projectId: string
  isAsking: boolean
  /** Null while a run asks. */
  onAsk: (() => void) | null
}) {
  const { id, state, title, evidence, why, action } = statement
  const sign = SIGNS[state]
  const restsOnAnswers = RESTS_ON_ANSWERS.has(id)
  return (
    <li>
      <div className="statement" data-state={state}>
        <span className="statement-sign">
          <Icon source={sign.source} tone={sign.tone} accessibilityLabel={sign.word} />
        </span>
        <Text as="span" tone={TEXT_TONES[state]} fontWeight="medium">
          {title}
        </Text>
        {evidence ? (
          <HowWeKnow
            of={title}
            evidence={evidence}
            onAsk={restsOnAnswers && !isAsking ? onAsk : null}
          />
        ) : null}
      </div>
      {why === null ? null : (
        <div className="statement-why">
          {isAsking && restsOnAnswers && state === 'not_known' ? (
            <Asking />
          ) : (
            <BlockStack gap="100" inlineAlign="start">
              <Text as="p" tone="subdued">
                {why}
              </Text>
              {action ? <Action action={action} projectId={projectId} onAsk={onAsk} /> : null}
            </BlockStack>
          )}
        </div>
      )}
    </li>
  )
}

/** The old store is being asked; this ends by itself. */
export function Asking() {
  return (
    <InlineStack gap="200" blockAlign="center">
      <Spinner size="small" />
      <Text as="span" tone="subdued">
        Asking your old store…
      </Text>
    </InlineStack>
  )
}

function Action({
  action,
  projectId,
  onAsk,
}: {
  action: StatementAction
  projectId: string
  /** Null while a run asks. */
  onAsk: (() => void) | null
}) {
  if ('url' in action) return <Link url={action.url}>{action.label}</Link>
  if (action.does === 'check') {
    return (
      <CheckEverything projectId={projectId} variant="plain">
        {action.label}
      </CheckEverything>
    )
  }
  return (
    <Button variant="plain" onClick={() => onAsk?.()}>
      {action.label}
    </Button>
  )
}
