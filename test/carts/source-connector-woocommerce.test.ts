import { describeSourceConnector } from './source-connector.ts'
import { describeSourceListing } from './source-listing.ts'
import { startWooHarness } from './woocommerce-harness.ts'

describeSourceConnector('WooCommerce', () => startWooHarness())
describeSourceListing('WooCommerce', () => startWooHarness())
