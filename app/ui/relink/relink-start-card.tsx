import { BlockStack, Button, Card, Checkbox, InlineStack, Link, Text } from '@shopify/polaris'
import { useState } from 'react'
import { LOOK_UP_KEYS } from '#app/migration/kinds/definition.ts'
import type { RelinkKey } from '#app/runs/run-task.ts'
import type { RunView } from '#app/runs/run-types.ts'
import { RunStateBadge } from '../shared/run/run-state-badge.tsx'
import { useFormat } from '../shared/page/use-format.ts'

const KEYS: Readonly<Record<RelinkKey, { label: string; help?: string }>> = {
  order_name: {
    label: 'Orders with the same number',
    help: 'Shopify’s search lags a little: an order from the last few minutes may be missed.',
  },
  email: { label: 'Customers with the same email address' },
  handle: { label: 'Products with the same address (handle)' },
  sku: {
    label: 'Products with the same SKU',
    help: 'Shopify’s search lags a little: a product from the last few minutes may be missed.',
  },
}

/** What a re-link does, in plain words, and how it is started. */
export function RelinkStartCard({
  lastRun,
  disabled,
  sending,
  isPrimary,
  onStart,
}: {
  /** As it comes from the server: times are texts there. */
  lastRun: (Pick<RunView, 'id' | 'state'> & { createdAt: string | Date }) | null
  disabled: boolean
  sending: boolean
  /** False while proposals wait: then those come first. */
  isPrimary: boolean
  onStart: (by: RelinkKey[]) => void
}) {
  const format = useFormat()
  const [by, setBy] = useState<ReadonlySet<RelinkKey>>(new Set())
  const toggle = (key: RelinkKey, on: boolean) => {
    const next = new Set(by)
    if (on) next.add(key)
    else next.delete(key)
    setBy(next)
  }
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Find records that are in Shopify already
          </Text>
          <Text as="p">
            Every record this app adds carries the ID it has in your old store. Matching goes
            through your old store and links each record to the one in Shopify with its ID. It
            changes nothing in Shopify and uses no points. Where the two stores differ, Shopify’s
            value stays and you decide under Verify.
          </Text>
        </BlockStack>
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            Also look for records this app did not add
          </Text>
          <Text as="p" tone="subdued">
            Exact matches only. Nothing is linked until you confirm it.
          </Text>
          {LOOK_UP_KEYS.map((key) => {
            const { label, help } = KEYS[key]
            return (
              <Checkbox
                key={key}
                label={label}
                {...(help ? { helpText: help } : {})}
                checked={by.has(key)}
                onChange={(on) => toggle(key, on)}
              />
            )
          })}
        </BlockStack>
        <InlineStack gap="300" blockAlign="center">
          <Button
            {...(isPrimary ? { variant: 'primary' as const } : {})}
            disabled={disabled}
            loading={sending}
            onClick={() => onStart([...by])}
          >
            Start matching
          </Button>
          {lastRun ? (
            <InlineStack gap="200" blockAlign="center">
              <Text as="span" tone="subdued">
                Last matching:{' '}
                <Link url={`/app/runs/${lastRun.id}`}>{format.moment(lastRun.createdAt)}</Link>
              </Text>
              <RunStateBadge state={lastRun.state} />
            </InlineStack>
          ) : null}
        </InlineStack>
      </BlockStack>
    </Card>
  )
}
