/**
 * Which faults strike which run, as a pure function of the seed. Every kind is dealt from a deck
 * that holds each of them in proportion, so that how often a kind comes up is no matter of luck.
 */
import { createRandom, type Random } from '#test/stand-ins/woocommerce/prng.ts'
import { FAULT_KINDS, type FaultKind } from './faults/kinds.ts'
import { dealLife } from './life/deal-life.ts'
import type { LifeKind } from './life/life-kinds.ts'
import type { Moment } from './types.ts'

/** One fault: the nth request or commit of its kind in the run, and what it needs to know. */
export type Card = {
  id: number
  kind: FaultKind
  nth: number
  /** In [0, 1): picks among the variants of a kind. */
  pick: number
  /** In [0, 1): how long, how far, how many. */
  size: number
}

export const RUN_MODES = ['full', 'recent', 'comparison', 'retry', 'relink'] as const
export type RunMode = (typeof RUN_MODES)[number]

export type RunPlan = {
  mode: RunMode
  /** Changes in the old store and edits of the merchant in Shopify before the run. */
  changes: number
  edits: number
  /** What both sides do to the same records. */
  moments: Moment[]
  /** What the stores live through before the run and in it. */
  life: LifeKind[]
  cards: Card[]
}

export type LanePlan = { lane: number; timezone: string; startHoursOff: number; runs: RunPlan[] }

export type Schedule = { seed: number; lanes: LanePlan[] }

export type ScheduleOptions = {
  seed: number
  runs: number
  runsPerLane?: number
  /** Only these kinds, dealt as often as all of them otherwise are. */
  only?: readonly FaultKind[]
  /** Only these kinds of life. */
  life?: readonly LifeKind[]
  /** Each kind of life before every run that can see it. */
  liveAll?: boolean
  /** A lane's runs, one after the other; what a merchant starts otherwise. */
  modes?: readonly RunMode[]
  /** At most so many cards in one run; null: as many as the deck has. */
  cardsPerRun?: number | null
}

/** In 200 runs each of the four kills comes up so often, and each other kind so often. */
const PER_200 = { kill: 54, choosy: 29, other: 23 }
/** These often find that they make no sense, or nobody to race with. */
const CHOOSY: readonly FaultKind[] = ['sourceDaylightSaving', 'sourceClockHoursOff', 'workersRace']
const KILLS: readonly FaultKind[] = [
  'kill',
  'killAfterShopifyCommit',
  'killBeforeDatabaseCommit',
  'killAfterDatabaseCommit',
]
/** Not dealt: it strikes each run of a store that is far away. */
const BY_PLACE: FaultKind = 'sourceFarTimeZone'

const BOTH_EDIT: Moment = 'merchant and old store edit the same record'

/** Every other one lies far from UTC, so that half of the runs do. */
const ZONES = [
  { name: 'Pacific/Chatham', far: true, daylightSaving: true },
  { name: 'America/Los_Angeles', far: false, daylightSaving: true },
  { name: 'Australia/Lord_Howe', far: true, daylightSaving: true },
  { name: 'Europe/Berlin', far: false, daylightSaving: true },
  { name: 'Pacific/Kiritimati', far: true, daylightSaving: false },
  { name: 'America/St_Johns', far: false, daylightSaving: true },
  { name: 'Pacific/Auckland', far: true, daylightSaving: true },
  { name: 'Asia/Kathmandu', far: false, daylightSaving: false },
] as const

const zoneOf = (timezone: string) => ZONES.find(({ name }) => name === timezone)
export const isFar = (timezone: string): boolean => zoneOf(timezone)?.far ?? false

/** Whether a run can meet this kind at all: what is about windows needs one. */
export function fits(kind: FaultKind, lane: { timezone: string }, mode: RunMode): boolean {
  switch (kind) {
    case 'sourceDaylightSaving':
      return mode === 'recent' && (zoneOf(lane.timezone)?.daylightSaving ?? false)
    case 'sourceEqualSeconds':
    case 'sourceFarTimeZone':
      return mode === 'full' || mode === 'recent'
    case 'shopifyOneRecordFails':
      // The run before a retry has it anyway, and a re-link writes nothing.
      return mode !== 'retry' && mode !== 'relink'
    default:
      return true
  }
}

/** A lane's life: a full run first, then what a merchant starts, most of all recent runs. */
const LIFE: readonly RunMode[] = [
  'full',
  'recent',
  'recent',
  'retry',
  'recent',
  'comparison',
  'relink',
  'recent',
  'comparison',
]
/** Nothing of these runs is about what the stores live through. */
const isMaintenance = (mode: RunMode) => mode === 'retry' || mode === 'relink'

export function planSchedule(options: ScheduleOptions): Schedule {
  const { seed, runs, runsPerLane = 10, modes = LIFE } = options
  const random = createRandom(seed)
  const lanes: LanePlan[] = []
  const firstZone = random.int(0, ZONES.length - 1)
  for (let planned = 0; planned < runs; planned += runsPerLane) {
    const zone = ZONES[(firstZone + lanes.length) % ZONES.length]
    if (!zone) throw new Error('no zones')
    lanes.push({
      lane: lanes.length,
      timezone: zone.name,
      startHoursOff: random.int(-9, 9),
      runs: Array.from({ length: Math.min(runsPerLane, runs - planned) }, (_, i) => {
        const mode = modes[i] ?? 'recent'
        const lives = i > 0 && !isMaintenance(mode)
        return {
          mode,
          changes: lives ? random.int(2, 5) : 0,
          edits: lives ? random.int(0, 3) : 0,
          moments: lives && random.chance(0.35) ? [BOTH_EDIT] : [],
          life: [],
          cards: [],
        }
      }),
    })
  }
  dealLife(
    random,
    lanes.flatMap((lane) => lane.runs),
    options.life,
    options.liveAll,
  )
  deal(random, lanes, deckOf(random, options), options.cardsPerRun ?? null)
  return { seed, lanes }
}

/** Every kind at least once, whatever the number of runs. */
function deckOf(random: Random, { runs, only }: ScheduleOptions): FaultKind[] {
  const often = (kind: FaultKind) => {
    if (KILLS.includes(kind)) return PER_200.kill
    return CHOOSY.includes(kind) ? PER_200.choosy : PER_200.other
  }
  const copies = (kind: FaultKind) => Math.ceil((runs * often(kind)) / 200)
  const all = FAULT_KINDS.filter((kind) => kind !== BY_PLACE)
  const total = all.reduce((sum, kind) => sum + copies(kind), 0)
  const wanted = only ? all.filter((kind) => only.includes(kind)) : all
  if (wanted.length === 0) return []
  const deck: FaultKind[] = []
  while (deck.length < total) {
    const round = wanted.flatMap((kind) => Array.from({ length: copies(kind) }, () => kind))
    deck.push(...random.shuffle(round))
  }
  return only ? deck.slice(0, total) : deck
}

function deal(
  random: Random,
  lanes: readonly LanePlan[],
  deck: readonly FaultKind[],
  cardsPerRun: number | null,
): void {
  // What finds nothing to strike is dealt again later: the last run of each lane keeps room for it.
  const order = random.shuffle(
    lanes.flatMap((lane) =>
      lane.runs.slice(0, lane.runs.length >= 5 ? -1 : undefined).map((run) => ({ lane, run })),
    ),
  )
  const most = cardsPerRun ?? Number.POSITIVE_INFINITY
  let next = 0
  let id = 0
  for (const kind of deck) {
    for (let tried = 0; tried < order.length; tried += 1) {
      const seat = order[(next + tried) % order.length]
      if (!seat || seat.run.cards.length >= most || !fits(kind, seat.lane, seat.run.mode)) continue
      // Twice the same in one run only when there is no other way.
      if (tried < order.length / 2 && seat.run.cards.some((card) => card.kind === kind)) continue
      id += 1
      seat.run.cards.push({
        id,
        kind,
        nth: random.int(1, seat.run.mode === 'full' ? 14 : 3),
        pick: random.next(),
        size: random.next(),
      })
      next = (next + tried + 1) % order.length
      break
    }
  }
}

/** Hands out a run's cards, and those that found nothing to strike a second time. */
export type Dealer = {
  cardsFor(lane: LanePlan, run: RunPlan): Card[]
  giveBack(card: Card): void
}

/** So many cards of earlier runs are added to a run, at most; more where it has none of its own. */
const AGAIN_PER_RUN = 3
const AGAIN_WITHOUT_OWN = 7

export function createDealer(only?: readonly FaultKind[]): Dealer {
  const back: Card[] = []
  const byPlace = (lane: LanePlan, { mode }: RunPlan): Card[] =>
    isFar(lane.timezone) && fits(BY_PLACE, lane, mode) && (only?.includes(BY_PLACE) ?? true)
      ? [{ id: 0, kind: BY_PLACE, nth: 1, pick: 0, size: 0 }]
      : []
  return {
    cardsFor(lane, run) {
      const again: Card[] = []
      const most = run.cards.length === 0 ? AGAIN_WITHOUT_OWN : AGAIN_PER_RUN
      for (const card of [...back]) {
        if (again.length >= most) break
        if (!fits(card.kind, lane, run.mode)) continue
        back.splice(back.indexOf(card), 1)
        again.push({ ...card, nth: 1 })
      }
      return [...run.cards, ...again, ...byPlace(lane, run)]
    },
    giveBack: (card) => {
      if (card.kind !== BY_PLACE) back.push(card)
    },
  }
}
