import type { Query, WooClient } from '../client/client.server.ts'
import type { WireMark } from '../wire/listing.ts'
import type { ShortPage } from './hidden-rows.ts'
import type { Row } from './rows.ts'

/** One list of a kind, and how it is to be read. */
export type Listing = {
  client: WooClient
  /** "products", "orders", "customers". */
  path: string
  /** Sent with every request of the listing. */
  filter: Query
  /** What a row must hold at least to be listed: sent as `_fields` where whole records are not needed. */
  markFields: string
  /** Hand out whole records where that costs no further request. */
  wantWhole: boolean
  /** False when the platform cannot filter by change time: everything is listed and picked by hand. */
  filtersByChange: boolean
  /** Rows that are no records of this kind: drafts of a checkout, staff. */
  isRecord(mark: WireMark): boolean
  pageSize: number
  /** Complete listings made after a window's end; they stay valid for that window. */
  sweeps: Map<string, Row[]>
  /** Told of each page that counts rows which it does not show, also when it is asked again. */
  tellShort(page: ShortPage): void
}
