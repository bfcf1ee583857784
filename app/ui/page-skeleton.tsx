import {
  BlockStack,
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
export function CardSkeleton({ lines, label }: { lines: number; label?: string }) {
  return (
    <Card>
      <div role="status" aria-label={label ?? 'Loading'}>
        <BlockStack gap="300">
          <SkeletonDisplayText size="small" />
          <SkeletonBodyText lines={lines} />
        </BlockStack>
      </div>
    </Card>
  )
}
