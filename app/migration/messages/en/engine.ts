import type { EntityKind } from '../../kinds/kind.ts'
import type { ENGINE } from '../engine.ts'
import type { Sentences, Words } from '../language.ts'

const MOST_CATEGORIES = 12

const WITHOUT_OWNER = {
  deleted: (owner: string) => `The ${owner} was deleted in Shopify`,
  gone: (owner: string) => `The old store no longer has the ${owner}`,
  notMigrated: (owner: string) =>
    `The ${owner} isn’t in Shopify, or you haven’t decided about it yet`,
} as const

const CATEGORY = {
  renamed: (name: string, before: string) =>
    `The category “${before}” is now called “${name}” in the old store.`,
  remade: (name: string) =>
    `The category “${name}” was deleted in the old store and created again.`,
  new: (name: string) => `The category “${name}” is new in the old store.`,
} as const

const COLLECTION = {
  same: 'Its collection in Shopify is used again.',
  renamed: 'Its collection in Shopify was renamed and keeps its web address.',
  kept: 'You gave its collection in Shopify a title of your own, so that stays; rename it there if you like.',
} as const

/** "only 37 orders", "no orders" */
function listed(kind: EntityKind, count: number, words: Words): string {
  return count === 0 ? `no ${words.many(kind)}` : `only ${words.records(kind, count)}`
}

type Short = { kind: EntityKind; listed: number; expected: number }

function listsLess({ kind, listed: count, expected }: Short, words: Words): string {
  return `Your old store lists ${listed(kind, count, words)}, but ${words.number(expected)} were moved from it before.`
}

const LOOK_INTO_IT =
  'Check the old store: a plugin, a cache or the permissions of the API key may be hiding them.'

export const engine: Sentences<typeof ENGINE> = {
  together: ({ all }, { say }) => all.map(say).join(' '),
  asWritten: ({ text }) => text,

  conflict: ({ field }, { quotedField }) =>
    `${quotedField(field)} was changed in the old store and in Shopify. Shopify’s value was kept: choose which one is right.`,
  overwritten: ({ field }, { quotedField }) =>
    `${quotedField(field)} was changed in the old store and in Shopify. Shopify’s value was replaced by the old store’s, as your settings say.`,
  goneInShopify: ({ kind }, { one }) =>
    `This ${one(kind)} was changed in the old store, but in Shopify it has been deleted or merged into another one. It wasn’t added again: under Verify, choose whether to add it or keep it out of Shopify.`,
  anotherRecord: ({ kind }, { one }) =>
    `The old store now uses the ID of this ${one(kind)} for a different ${one(kind)}: it was created at another time and has other details. That happens when a store is restored from a backup. Nothing was written, and the ${one(kind)} in Shopify stays as it was. Under Verify, say whether it’s the same ${one(kind)}. If it is, it’s updated as usual. If not, the one in Shopify is left alone from then on, and the old store’s is added beside it as a new ${one(kind)}.`,
  unknownSide: ({ field }, { quotedField }) =>
    `${quotedField(field)} differs between the old store and Shopify. The record was found in Shopify and linked again, so we can’t tell which side changed it. Shopify’s value was kept: choose which one is right.`,
  relinked: ({ fields }, { names, field }) =>
    `This record was found in Shopify and linked again. It differs from the old store in ${names(fields.map(field), 20)}, and we can’t tell which side changed that. Nothing was overwritten: correct it in Shopify, or change it in the old store and run again.`,
  confirmed:
    'This record was already in Shopify, and was linked because you confirmed the match. Shopify’s values were kept; from now on, changes in the old store arrive here.',
  heldByAnother:
    'In Shopify, another customer from the old store still has this customer’s email address, so it couldn’t be set here. The two were not mixed up. Correct the other customer’s address, in Shopify or in the old store; the next run tries again.',
  linkHeldByAnother: ({ kind }, { one }) =>
    `The matching ${one(kind)} in Shopify already belongs to another ${one(kind)} from the old store, so the two were not mixed up. Compare both in Shopify; the next run tries again.`,
  sourceGone:
    'This record is no longer in the old store, so there’s nothing left to move. What’s in Shopify stays as it is.',
  leftOutButThere: ({ why }, { say }) =>
    `${say(why)} It’s in Shopify from an earlier run and stays there: delete it in Shopify if it shouldn’t count.`,
  deletedInSource: ({ kind }, { one }) =>
    `This ${one(kind)} was deleted in the old store, or moved to its bin, after it had been moved to Shopify. Nothing was changed in Shopify: under “To do”, decide what to do with it.`,
  changedSinceLeft: ({ kind }, { one }) =>
    `This ${one(kind)} has changed since you left it behind, so it may arrive now. It wasn’t sent: try it again, or leave it behind again.`,
  guestLater: ({ why }, { say }) =>
    `${say(why)} This is a guest, who has no account in the old store, so we try again with their next order. Their orders are in Shopify, with all contact details.`,
  olderThanListed: ({ kind }, { one }) =>
    `The old store’s list shows that this ${one(kind)} was changed, but when we asked for it, we got an older version. The ${one(kind)} in Shopify stays as it was, and the next run asks again. The likely cause is a cache in front of the old store: switch it off for its API.`,
  noResult: 'Shopify gave no result for some records.',
  failsOnRecord: ({ kind, reason, begun }, { one, say }) =>
    `Shopify failed each time it came to this ${one(kind)}, although it answers otherwise. ${say(reason)}${begun ? ` The ${one(kind)} is in Shopify already, but perhaps not all of it.` : ''} Everything else went on. The next run tries it again, or you can now; we look up what’s there first, so nothing is written twice. If this goes on for days, show it to Shopify’s support.`,

  ownerStandsIn: ({ kind, owner, why }, { one }) =>
    `${WITHOUT_OWNER[why](`${one(owner)} of this ${one(kind)}`)}. The ${one(kind)} is linked to a guest ${one(owner)} with its email address, like ${one(kind)}s placed without an account.`,
  ownerMissing: ({ kind, owner }, { one }) =>
    `This ${one(kind)} isn’t linked to a ${one(owner)}, because the ${one(owner)} isn’t in Shopify, or you haven’t decided about it yet. The ${one(kind)} keeps its addresses and contact details.`,
  partsMissing: ({ field, parent, missing, all }, words) =>
    `${words.number(missing)} of ${words.number(all)} ${words.field(field).toLowerCase()} aren’t linked to a ${words.one(parent)}, because the ${words.one(parent)} isn’t in Shopify. They keep their title, SKU and price.`,

  sourceDoesNotAnswer: ({ reason }, { say }) =>
    `We tried several times, but the old store didn’t answer as it should. The run tries again by itself for a day and goes on where it stopped. What happened last: ${say(reason)}`,
  targetDoesNotAnswer: ({ reason }, { say }) =>
    `We tried several times, but Shopify didn’t answer as it should. The run tries again by itself for a day and goes on where it stopped. What happened last: ${say(reason)}`,
  failsOnEveryRecord: ({ count, reason }, { number, say }) =>
    `Shopify answers, but failed on each of the last ${number(count)} records we sent. The run tries again by itself for a day, goes on where it stopped, and sends these records again. What happened last: ${say(reason)}`,
  addressRefused:
    'Shopify refused this app’s server. That’s ours to fix, and we can see it. Try again once we’ve told you that it works.',
  restored: ({ count }, { number }) =>
    `The old store looks as if it was restored from a backup: so far, it has given the IDs of ${number(count)} moved records to other ones. Is that so? None of these was written, and what’s in Shopify stays as it is. If the store was restored, resume this run: everything else arrives, and each of these records is listed as a conflict, where you say whether it’s the same one. Records made after the backup are now in Shopify only. If the old store is being repaired, wait until that’s done, then resume. If this is news to you, ask whoever runs the old store first.`,
  listsLess: ({ lists }, words) => {
    const [only] = lists
    if (only && lists.length === 1) return `${listsLess(only, words)} ${LOOK_INTO_IT}`
    const parts = lists.map(
      ({ kind, listed: count, expected }) =>
        `${listed(kind, count, words)} (${words.number(expected)} were moved from it before)`,
    )
    return `Your old store lists ${words.list(parts)}. ${LOOK_INTO_IT}`
  },
  askListsLess: (list, words) =>
    `${listsLess(list, words)} ${LOOK_INTO_IT} We took nothing for deleted and changed nothing. Once that’s fixed, or if it’s right that so few are left, resume this run: it asks again and goes on.`,
  goesOnWithLess: ({ kind, listed: count, expected }, words) =>
    `Your old store lists ${listed(kind, count, words)}, and ${words.number(expected)} were moved from it before. The run goes on because you resumed it. Nothing is deleted in Shopify.`,
  compareCostsTooMuch: ({ points, over, limit }, words) =>
    `The full check found records that aren’t in Shopify. They need ${words.points(points)} Entity Points, ${words.points(over)} more than the ${words.points(limit)} that one run may use. None of them was moved, and nothing is lost: raise the limit, then resume this run; it goes on from here.`,

  clockWentBack: ({ minutes }, { number }) =>
    `The old store’s clock went back by about ${number(minutes)} min since the last run. This run reads that much further back and then compares everything, so no change is missed.`,
  countDiffers: ({ kind, there, read }, words) =>
    `The old store says that it has ${words.records(kind, there)}, but this run read ${words.number(read)}. At its end, the run compares everything to find what’s missing.`,
  compared: ({ compared, changed, missing, deleted }, { number }) =>
    `Everything: ${number(compared)} compared, ${number(changed)} had changed, ${number(missing)} ${missing === 1 ? 'was' : 'were'} missing, ${number(deleted)} ${deleted === 1 ? 'was' : 'were'} deleted in the old store.`,
  relinkedSoFar: ({ kind, looked, linked, guests, proposed, gone, refused }, words) => {
    const parts = [
      ...(looked > 0 ? [`${words.number(looked)} looked at`] : []),
      `${words.number(linked)} linked`,
      ...(guests > 0 ? [`with ${words.count(guests, 'guest', 'guests')}`] : []),
      ...(proposed > 0 ? [`${words.number(proposed)} proposed`] : []),
      ...(gone > 0 ? [`${words.number(gone)} no longer in Shopify and not found again`] : []),
      ...(refused > 0
        ? [`${words.number(refused)} not linked, because the record is gone or belongs to another`]
        : []),
    ]
    const many = words.many(kind)
    return `${many.charAt(0).toUpperCase()}${many.slice(1)}: ${parts.join(', ')}.`
  },

  categoryFollowed: ({ name, before, why, result }) =>
    `${CATEGORY[why](name, before)} ${COLLECTION[result]}`,
  categoryRefused: ({ name, before, why, words }) =>
    `${CATEGORY[why](name, before)} Shopify didn’t accept the name for its collection (“${words}”). Rename it in Shopify; nothing else is affected.`,
  categoryFailed: ({ name, before, why, reason }, { say }) =>
    `${CATEGORY[why](name, before)} Shopify couldn’t save its collection. ${say(reason)} The next run tries again; nothing else is affected.`,
  categoriesShareName: ({ name, collections }, { names }) =>
    `Several categories of the old store are called “${name}”. Each has a collection of its own: ${names(collections, MOST_CATEGORIES)}.`,
  categoriesGone: ({ names: gone }, { names }) =>
    `These categories are no longer in the old store: ${names(gone, MOST_CATEGORIES)}. Their collections stay in Shopify. Products leave them when they change, or with a full check.`,
  noCategories:
    'The old store no longer lists any categories, although it had some. This may be a fault there, so collections stay as they are, and we won’t see renamed categories until it lists them again.',
}
