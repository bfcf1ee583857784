import { describeSourceConnector } from './source-connector.ts'
import { startWooHarness } from './woocommerce-harness.ts'

describeSourceConnector('WooCommerce', () => startWooHarness())
