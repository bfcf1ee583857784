import { PauseRun } from '#app/migration/engine/ports/errors.ts'

/**
 * Shopify answers 403 to a public app's call from an address that is not on the list the app keeps
 * in the Dev Dashboard (required since November 2026). Nothing was carried out. It is for the
 * operator to mend, not for the merchant, so it has a code of its own (docs/operations.md).
 */
export function addressRefused(): PauseRun {
  return new PauseRun(
    'TARGET_ADDRESS_REFUSED',
    'Shopify refused the server this app runs on. This is ours to put right, not yours, and we can see it. Nothing was lost: try again once we have told you that it works.',
  )
}
