export type Stats = {
  requests: number
  mutations: number
  points: number
  throttled: number
  /** E-mails Shopify would have sent to customers. */
  emails: number
  /** Changes of the stock of variants that existed before the call. */
  stockMoves: number
  webhooks: number
  /** Executed mutations per root field. */
  byField: Record<string, number>
}

export type StatsCounter = Stats

export function emptyStats(): Stats {
  return {
    requests: 0,
    mutations: 0,
    points: 0,
    throttled: 0,
    emails: 0,
    stockMoves: 0,
    webhooks: 0,
    byField: {},
  }
}
