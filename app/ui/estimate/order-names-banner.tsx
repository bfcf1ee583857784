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
        Orders of “{other}” are in this store already, and those of this old store would get the
        same kind of numbers: two different orders could both be called {prefix}1001. Nothing would
        be lost, but nobody could tell them apart by number. Give these a prefix of their own before
        the first run, for example {proposed}; it cannot be added to orders that were moved.
      </p>
    </Banner>
  )
}
