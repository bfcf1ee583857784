import { Banner } from '@shopify/polaris'
import type { SharedOrderNames } from '#app/projects/order-names.server.ts'

/** Two old stores count their orders from 1: said while a prefix still helps. */
export function OrderNamesBanner({ shared }: { shared: SharedOrderNames | null }) {
  if (!shared) return null
  const { other, prefix, proposed } = shared
  return (
    <Banner
      tone="warning"
      title="Two old stores, one set of order numbers"
      action={{ content: 'Set a prefix', url: '/app/settings' }}
    >
      <p>
        Orders from “{other}” are here already, and this old store numbers its orders the same way:
        two different orders could both be called {prefix}1001. Give these a prefix before the first
        run, for example {proposed}. You can’t add one to orders that were moved.
      </p>
    </Banner>
  )
}
