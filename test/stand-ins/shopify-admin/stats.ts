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

export function addUp(parts: readonly Stats[]): Stats {
  const sum = emptyStats()
  for (const part of parts) {
    sum.requests += part.requests
    sum.mutations += part.mutations
    sum.points += part.points
    sum.throttled += part.throttled
    sum.emails += part.emails
    sum.stockMoves += part.stockMoves
    sum.webhooks += part.webhooks
    for (const [field, count] of Object.entries(part.byField)) {
      sum.byField[field] = (sum.byField[field] ?? 0) + count
    }
  }
  return sum
}
