/** WooCommerce tells and filters change times in whole seconds. */
export const SECOND = 1_000

/**
 * A value for `modified_after` / `modified_before` together with `dates_are_gmt=true`. It must carry
 * no zone suffix: with one, WooCommerce shifts the window by the site's offset (measured on 9.9).
 */
export function toFilter(second: number): string {
  return new Date(second * SECOND).toISOString().slice(0, 19)
}
