/** Every kind of fault the harness deals, by the name the report counts it under. */
export const FAULT_KINDS = [
  // The worker's process.
  'kill',
  'killAfterShopifyCommit',
  'killBeforeDatabaseCommit',
  'killAfterDatabaseCommit',
  'workerFrozen',
  'workersRace',
  // PostgreSQL.
  'postgresStoppedFast',
  'postgresStoppedAtOnce',
  // Shopify.
  'shopifyThrottleStorm',
  'shopify429',
  'shopify500',
  'shopify502',
  'shopifyResetBeforeCommit',
  'shopifyResetAfterCommit',
  'shopifyAnswerLost',
  'shopifySlowAnswer',
  'shopifyTokenExpired',
  'shopifyScopeRemoved',
  'shopifyUninstalled',
  'shopifySearchLag',
  'shopifyOneRecordFails',
  // The old store.
  'source429WithRetryAfter',
  'source429',
  'source5xx',
  'sourceTimeout',
  'sourceTruncatedJson',
  'sourceLoginPage',
  'sourceWrongTotal',
  'sourceRepeatedPage',
  'sourceChangedWhilePaging',
  'sourceCreatedWhilePaging',
  'sourceEqualSeconds',
  'sourceDeletedBetweenListAndRead',
  'sourceClockHoursOff',
  'sourceClockJumpsBack',
  'sourceDaylightSaving',
  'sourceFarTimeZone',
  'sourceKeysRevoked',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]
