import { BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris'
import type { Readiness } from '#app/readiness/readiness.ts'
import type { ShownFacts } from '#app/readiness/facts.ts'
import { todoPath, type TodoTab } from '#app/decisions/todo-query.ts'
import { useFormat } from '../shared/page/use-format.ts'

/** How much only the merchant can decide, and the way to it. */
export function ToDoCard({
  open,
  statements,
}: {
  open: ShownFacts['open']
  statements: Readiness['statements']
}) {
  const format = useFormat()
  const parts: [count: number, words: string, tab: TodoTab][] = [
    [open.didNotArrive, 'did not arrive', 'didNotArrive'],
    [open.conflicts, 'changed in both stores', 'conflicts'],
    [open.deleted, 'deleted in the old store', 'deleted'],
    [open.cannotFollow, 'can’t follow', 'cannotFollow'],
  ]
  const total = parts.reduce((sum, [count]) => sum + count, 0)
  const unknown = statements.find(
    ({ id, state }) => (id === 'arrived' || id === 'decided') && state === 'not_known',
  )
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {total > 0 || !unknown ? `To do: ${format.number(total)}` : 'To do: not known'}
        </Text>
        {total > 0 ? (
          <InlineStack gap="300">
            {parts.map(([count, words, tab]) =>
              count > 0 ? (
                <Link key={tab} url={todoPath(tab)}>
                  {format.number(count)} {words}
                </Link>
              ) : null,
            )}
          </InlineStack>
        ) : (
          <Text as="p" tone="subdued">
            {unknown ? unknown.why : 'Nothing waits for you.'}
          </Text>
        )}
        {open.leftBehind > 0 ? (
          <Text as="p" tone="subdued">
            {format.number(open.leftBehind)} left behind by you.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  )
}
