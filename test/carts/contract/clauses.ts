import type { Clause } from './clause.ts'
import { byIdClauses } from './clauses/by-ids.ts'
import { checkClauses } from './clauses/check.ts'
import { clockClauses } from './clauses/clock.ts'
import { describingClauses } from './clauses/describing.ts'
import { guestClauses } from './clauses/guests.ts'
import { listingClauses } from './clauses/listing.ts'
import { pagingClauses } from './clauses/paging.ts'
import { partClauses } from './clauses/parts.ts'
import { troubleClauses } from './clauses/trouble.ts'
import { windowClauses } from './clauses/window.ts'

/** What every connector promises: one that keeps all of it may be put into the registry. */
export const CLAUSES: readonly Clause[] = [
  ...describingClauses,
  ...checkClauses,
  ...clockClauses,
  ...windowClauses,
  ...pagingClauses,
  ...partClauses,
  ...byIdClauses,
  ...listingClauses,
  ...guestClauses,
  ...troubleClauses,
]
