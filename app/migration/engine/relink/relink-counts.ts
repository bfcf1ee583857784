import { type EntityKind, titleOf } from '#app/migration/kinds/kind.ts'

/** What a re-link did so far, for the run's log. */
export type Tally = {
  looked: number
  linked: number
  /** Guests linked on the way, who are shown by their orders only. */
  guests: number
  proposed: number
  /** Mapped to a record that is gone and was found nowhere. */
  gone: number
  /** Confirmed, but the record is gone or belongs to another one. */
  refused: number
}

export const noTally = (): Tally => ({
  looked: 0,
  linked: 0,
  guests: 0,
  proposed: 0,
  gone: 0,
  refused: 0,
})

export function tallySentence(kind: EntityKind, tally: Tally): string {
  const { looked, linked, guests, proposed, gone, refused } = tally
  const parts = [
    ...(looked > 0 ? [`${number(looked)} looked at`] : []),
    `${number(linked)} linked`,
    ...(guests > 0 ? [`with ${number(guests)} ${guests === 1 ? 'guest' : 'guests'}`] : []),
    ...(proposed > 0 ? [`${number(proposed)} proposed`] : []),
    ...(gone > 0 ? [`${number(gone)} no longer in Shopify and not found again`] : []),
    ...(refused > 0
      ? [`${number(refused)} not linked, because the record is gone or is another one’s`]
      : []),
  ]
  return `${titleOf(kind)}: ${parts.join(', ')}.`
}

const number = (value: number) => value.toLocaleString('en')
