import fc from 'fast-check'

/**
 * The same seed in every run, so that a green suite stays green until the code changes; fast-check
 * prints it with the counterexample. `PROPERTY_SEED=7 PROPERTY_RUNS=20` looks elsewhere and twenty
 * times as long.
 */
const seed = Number(process.env.PROPERTY_SEED ?? 20_260_301)
const times = Number(process.env.PROPERTY_RUNS ?? 1)

export function holds<Values>(property: fc.IProperty<Values>, numRuns = 200): void {
  fc.assert(property, { seed, numRuns: numRuns * times })
}

/** For what is slow: says the seed and the failing case, and does not look for a smaller one. */
export async function holdsEventually<Values>(
  property: fc.IAsyncProperty<Values>,
  numRuns: number,
): Promise<void> {
  await fc.assert(property, { seed, numRuns: numRuns * times, endOnFailure: true })
}
