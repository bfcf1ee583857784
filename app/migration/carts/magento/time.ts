/** Magento tells and filters change times in whole seconds. */
export const SECOND = 1_000

/**
 * A value for filters of `updated_at`: UTC, whatever the store's own zone. An offset is ignored with a
 * 200, and what is no time at all finds everything (measured on 2.4.6): so nothing else is ever sent.
 */
export function toFilter(second: number): string {
  return new Date(second * SECOND).toISOString().slice(0, 19).replace('T', ' ')
}
