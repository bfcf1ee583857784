import type { Shown } from '#app/words/shown.ts'
import { useFetcher } from '@remix-run/react'
import { BlockStack, Button, InlineStack } from '@shopify/polaris'
import type { NotStarted } from '#app/runs/run-types.ts'
import { ProblemList } from '../page/problem-list.tsx'

/** Starts a run that compares everything, and leads to it. */
export function CheckEverything({
  projectId,
  variant,
  children = 'Run full check',
}: {
  projectId: string
  variant?: 'primary' | 'plain'
  children?: string
}) {
  const fetcher = useFetcher<Shown<NotStarted>>()
  const problems = fetcher.state === 'idle' ? (fetcher.data?.problems ?? []) : []
  return (
    <BlockStack gap="200">
      {problems.length > 0 ? (
        <ProblemList title="The full check didn’t start" problems={problems} />
      ) : null}
      <InlineStack>
        <Button
          {...(variant ? { variant } : {})}
          loading={fetcher.state !== 'idle'}
          onClick={() =>
            void fetcher.submit({ projectId }, { method: 'post', action: '/app/check' })
          }
        >
          {children}
        </Button>
      </InlineStack>
    </BlockStack>
  )
}
