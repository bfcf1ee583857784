import { randomUUID } from 'node:crypto'

/**
 * A value no request had before, for a parameter of our own where a cart ignores parameters it does
 * not know: caches in front of it, which keep answers by their address, then have none for ours.
 */
export function cacheBuster(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16)
}
