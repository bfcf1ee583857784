import { Banner } from '@shopify/polaris'
import { useFormat } from './use-format.ts'

/** Leads to the records that were deleted in the old store and wait for a decision. */
export function DeletedBanner({ count }: { count: number }) {
  const format = useFormat()
  return (
    <Banner
      tone="info"
      title={`${format.plural(count, 'record was', 'records were')} deleted in the old store`}
      action={{ content: 'Decide what becomes of them', url: '/app/deleted' }}
    >
      <p>Nothing was changed in Shopify.</p>
    </Banner>
  )
}
