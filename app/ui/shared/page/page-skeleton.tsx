import {
  BlockStack,
  Box,
  Card,
  SkeletonBodyText,
  SkeletonDisplayText,
  SkeletonPage,
} from '@shopify/polaris'

export function PageSkeleton() {
  return (
    <SkeletonPage primaryAction>
      <BlockStack gap="400">
        <CardSkeleton lines={3} />
        <CardSkeleton lines={6} />
      </BlockStack>
    </SkeletonPage>
  )
}

/** @param label what is being loaded, for those who hear the page. */
function CardSkeleton({ lines, label }: { lines: number; label?: string }) {
  return (
    <Card>
      <Box>
        <span className="visually-hidden">{label ?? 'Loading'}</span>
        <BlockStack gap="300">
          <SkeletonDisplayText size="small" />
          <SkeletonBodyText lines={lines} />
        </BlockStack>
      </Box>
    </Card>
  )
}

/** Stands where a list of records is still being read. */
export function RowsSkeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <Card>
      <span className="visually-hidden">{label}</span>
      <ul className="plain-list">
        {Array.from({ length: Math.max(1, rows) }, (_, at) => (
          <li key={at}>
            <BlockStack gap="300">
              <SkeletonDisplayText size="small" />
              <SkeletonBodyText lines={5} />
            </BlockStack>
          </li>
        ))}
      </ul>
    </Card>
  )
}
