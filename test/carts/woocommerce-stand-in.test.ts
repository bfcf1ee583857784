import { WOOCOMMERCE_STAND_IN } from './columns.ts'
import { describeColumn } from './contract/describe-column.ts'

describeColumn(WOOCOMMERCE_STAND_IN)
