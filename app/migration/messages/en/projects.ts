import type { Sentences } from '../language.ts'
import type { PROJECTS } from '../projects.ts'

export const projects: Sentences<typeof PROJECTS> = {
  cartMissing: 'Choose the system of your old store.',
  addressMissing: 'Enter the address of your old store.',
  addressTooLong: 'This address is too long.',
  fieldsMarked: 'Complete the fields marked below.',
  formIncomplete:
    'This form was incomplete, so nothing was changed. Reload the page and try again.',
  moved: ({ name, from, to }) =>
    `This looks like ${name}, which is linked at ${from}. The address you entered leads to ${to}. Nothing was changed. If the store moved, confirm the new address. If this is a copy, such as a staging site, enter the address of the live store.`,
  runFromOther: ({ url }) =>
    `A run from ${url} isn’t finished. Let it finish or cancel it before you link another store.`,
  anotherLinked: ({ url }) =>
    `This Shopify store is linked to ${url}. Nothing was changed. To renew that link, enter its own address and keys. To link the other store instead, confirm below that the current project is archived.`,
  targetStopped: ({ reason }, { say }) => `Your old store answered. ${say(reason)}`,
  targetSilent:
    'Your old store answered, but Shopify didn’t, so nothing was linked. Try again in a minute.',
  targetRefused: ({ reason }, { say }) =>
    `Your old store answered, but nothing was linked. ${say(reason)}`,
  keysUnreadable:
    'The stored keys of your old store can’t be opened any more. Connect the same store again with its keys, then go on.',

  notLinked: 'No old store is linked, so nothing was saved.',
  runNotFinished:
    'A run of this project isn’t finished. Let it finish or cancel it, then archive the project.',
  fieldsWrong: 'Correct the marked fields and save again.',
  locationsNotListed: 'Shopify didn’t list its locations. Try again in a minute.',
  prefixTooLong: ({ most }, { number }) =>
    `The prefix can have at most ${number(most)} characters.`,
  prefixWrong: 'The prefix can’t contain spaces, # or invisible characters.',
  conflictDefaultWrong: 'Choose one of the two.',
  locationWrong: 'This isn’t a Shopify location.',
  statusesWrong: ({ most }, { number }) =>
    `There can be at most ${number(most)} statuses, each named with lowercase letters, digits and dashes.`,
  limitWrong: ({ most }, { points }) =>
    `Enter a number between 0 and ${points(most)}, with at most one decimal place.`,
  privacyExport:
    'Everything this app holds on the customer. It keeps no names, email addresses, phone numbers or postal addresses; fingerprints are keyed hashes that only tell whether a record changed.',
  fromAnotherSite: 'This came from another site, so nothing was changed. Open the app in Shopify.',
  formTooLarge: 'This is more than any form of this app holds, so nothing was changed.',
}
