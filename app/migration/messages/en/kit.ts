import type { KIT } from '../kit.ts'
import type { Sentences } from '../language.ts'

export const kit: Sentences<typeof KIT> = {
  webServerPassword:
    'The old store’s web server asks for a password before it lets us in. Switch that password off for the store’s API, then try again.',
  blocked: ({ path }) =>
    `A firewall or security plugin in front of the old store blocked us. Allow requests to ${path} there, then try again.`,
  requestRefused: ({ cart }) =>
    `The old store refused a request that ${cart} normally understands. A plugin may have changed its API.`,
  noStoreHere: ({ cart }) =>
    `There’s no ${cart} store at this address. Check the address. If the store is in a folder, add the folder.`,
  maintenance:
    'The old store is in maintenance mode or overloaded. Nothing is lost. Wait until it answers again.',
  slowDown: 'The old store asked us to slow down. Nothing is lost. It takes a moment longer.',
  serverError:
    'The old store answered with a server error. Nothing is lost. If it keeps happening, look in the old store’s error log.',
  webPage: ({ cart, path }) =>
    `This address answers with a web page instead of store data. Check that it’s the address of the ${cart} store itself, and that no “coming soon” page or cache stands in front of ${path}.`,
  answerNotReadable: ({ advice }, { say }) =>
    `The old store’s answer was cut off, or mixed with other text, so we couldn’t read it. Nothing is lost. If it keeps happening, ask its host about time and memory limits. ${say(advice)}`,
  answerNotKnown:
    'The old store gave an answer we can’t use. Check the address, and that the store works in a browser.',
  privateAddress:
    'This address leads into a private network, where this app doesn’t go. Use the old store’s public address.',
  noAddress:
    'This isn’t the web address of a store. It should look like https://my-old-store.com, without a user name or password.',
  redirects:
    'The old store keeps sending us on to another address and never answers. Enter the address that your browser shows in the end.',
  certificate:
    'We couldn’t connect to the old store securely: its certificate is missing, has expired or was made for another name. Ask its host to renew it.',
  tooSlow: ({ path }) =>
    `The old store didn’t answer in time. Nothing is lost. If it keeps happening, ask its host whether requests to ${path} are blocked or slow.`,
  notReached:
    'We can’t reach the old store at this address. Nothing is lost. Check the spelling, and that the site opens in a browser.',
  tooMuchData:
    'The old store sent far more data in one answer than stores normally do, so we stopped reading. Nothing is lost. Please contact support.',

  keyTooLong: ({ what }) => `This is too long for a ${what}. Copy the ${what} again.`,
  keyNotPrinted: ({ what }) =>
    `This has spaces or other characters that no ${what} has. Copy the ${what} again.`,

  noClock:
    'The old store doesn’t say what time it is: its answers have no Date header. Without it, we can’t tell safely what has changed. Ask its host to let the Date header through.',
  clockBehind: ({ minutes }, { number }) =>
    `The clock the old store shows is about ${number(minutes)} min behind the one it dates changes with. A proxy in front of it is the likely cause. Nothing is left out: we read up to its latest change.`,
  noList: ({ advice }, { say }) =>
    `We asked the old store for a list of records, and it sent something else. Nothing is lost. ${say(advice)}`,
  listsNothing: ({ advice }, { say }) =>
    `The old store says that it has records, but doesn’t list them. Nothing is lost. ${say(advice)}`,
  listOutOfOrder: ({ advice }, { say }) =>
    `The old store’s list of records isn’t in the order we asked for, so we can’t compare it safely. Nothing is lost. ${say(advice)}`,
  listNotAsAsked: ({ advice }, { say }) =>
    `The old store lists other records than we asked for, so nobody can tell whether the list is complete. Nothing is lost. ${say(advice)}`,
  mendApi: 'Switch off what filters, caches or changes what its API sends.',
  otherRecords: ({ advice }, { say }) =>
    `When we ask the old store for a record, it sends another one, so nobody can tell which were deleted. Nothing is lost. ${say(advice)}`,
  keptChanging:
    'The old store kept changing while we read it. Nothing is lost. Try again at a quieter time.',
  countsMore: ({ kind, counted, listed }, words) => {
    const one = counted - listed === 1
    const them = one ? 'it' : 'them'
    return `In a part of its list, the old store counts ${words.records(kind, counted)} but shows ${listed === 0 ? 'none' : words.number(listed)}, even when asked again. What it doesn’t show can’t be moved: a plugin or the permissions of the API key may be hiding ${them}, or the old store can’t read ${them} itself. Once that’s fixed, run a full check.`
  },

  recordWithoutId: ({ kind }, { one }) =>
    `The old store’s list has an entry without an ID, so we couldn’t read the ${one(kind)} behind it. Everything else was read. The likely cause is a plugin that changes the old store’s API.`,
  recordGone: ({ kind }, { one }) =>
    `The old store listed this ${one(kind)}, but it was deleted before we could read it. Nothing else is affected. The next run looks again, and drops it if it’s still gone.`,
  recordFails: ({ kind }, { one }) =>
    `The old store answered with an error when we asked for this ${one(kind)}. Everything else was read, and the next run tries again. The old store’s error log says more.`,
  recordNotReadable: ({ kind, field }, { one }) =>
    `We couldn’t read this ${one(kind)}: the old store sent no usable value for “${field}”. Everything else was read. Save the ${one(kind)} there once, or switch off the plugin that changes it, then run again.`,
  halfCharacter: ({ field }, { quotedField }) =>
    `${quotedField(field)} has half a character in the old store, most likely an emoji that was cut off. Shopify shows “\ufffd” in its place. Correct the text in the old store and run again, or correct it in Shopify.`,
  unknownFields: ({ fields }, words) =>
    `The old store sends data with this record that this app doesn’t know: ${words.some(fields)}. That data stays behind; the rest of the record isn’t affected.`,
  valuesNotReadable: ({ count, lists }, words) =>
    `We couldn’t read ${words.count(count, 'value', 'values')} of this record (in ${words.some(lists)}), so ${count === 1 ? 'it' : 'they'} stayed behind. Everything else was read.`,
  filesStayBehind: ({ files }, words) =>
    files.count === 1
      ? `The description uses a file in the old store that isn’t a picture, so it stays there: ${words.some(files)}. Before you close the old store, upload it under Files in Shopify and change the description.`
      : `The description uses ${words.number(files.count)} files in the old store that aren’t pictures, so they stay there: ${words.some(files)}. Before you close the old store, upload them under Files in Shopify and change the description.`,
}
