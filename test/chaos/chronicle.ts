import type { FaultKind } from './faults/kinds.ts'
import type { LifeKind } from './life/life-kinds.ts'

/**
 * Everything that happened, in order: what a story is told from. Lines without a lane (a worker's
 * death, PostgreSQL's) belong to every lane's story.
 */
export type Chronicle = {
  tell(lane: number | null, text: string): void
  /** A fault really struck. */
  struck(kind: FaultKind, lane: number, detail: string): void
  killed(): void
  /** The stores really lived through it. */
  lived(kind: LifeKind, lane: number, detail: string): void
  readonly life: Partial<Record<LifeKind, number>>
  readonly faults: Partial<Record<FaultKind, number>>
  readonly kills: number
  /** The lines of one lane's life, oldest first. */
  storyOf(lane: number): string[]
}

export function createChronicle(onLine?: (line: string) => void): Chronicle {
  const startedAt = Date.now()
  const lines: { lane: number | null; text: string }[] = []
  const faults: Partial<Record<FaultKind, number>> = {}
  const life: Partial<Record<LifeKind, number>> = {}
  let kills = 0
  const tell = (lane: number | null, text: string) => {
    const at = ((Date.now() - startedAt) / 1000).toFixed(2).padStart(7)
    const line = `${at} ${lane === null ? '       ' : `lane ${String(lane).padStart(2)}`} ${text}`
    lines.push({ lane, text: line })
    onLine?.(line)
  }
  return {
    tell,
    struck(kind, lane, detail) {
      faults[kind] = (faults[kind] ?? 0) + 1
      tell(lane, `fault ${kind}: ${detail}`)
    },
    lived(kind, lane, detail) {
      life[kind] = (life[kind] ?? 0) + 1
      tell(lane, `life ${kind}: ${detail}`)
    },
    life,
    killed() {
      kills += 1
    },
    faults,
    get kills() {
      return kills
    },
    storyOf: (lane) =>
      lines.filter((line) => line.lane === null || line.lane === lane).map(({ text }) => text),
  }
}
