import type { Import } from './imports.ts'

/**
 * Groups of files that import each other, directly or through others (Tarjan's strongly connected
 * components). A group is one circle here, however many ways lead round it.
 */
export function circlesOf(imports: readonly Import[]): string[][] {
  const importsOf = Map.groupBy(
    imports.flatMap(({ from, to }) => (to === undefined ? [] : { from, to })),
    ({ from }) => from,
  )
  const circles: string[][] = []
  const numbers = new Map<string, number>()
  const open: string[] = []

  /** @returns the lowest number of an open file that this one reaches */
  function visit(file: string): number {
    const known = numbers.get(file)
    if (known !== undefined) return open.includes(file) ? known : Infinity
    const own = numbers.size
    numbers.set(file, own)
    open.push(file)
    const lowest = Math.min(own, ...(importsOf.get(file) ?? []).map(({ to }) => visit(to)))
    if (lowest === own) {
      const circle = open.splice(open.indexOf(file))
      if (circle.length > 1) circles.push(circle.toSorted())
    }
    return lowest
  }

  for (const file of importsOf.keys()) visit(file)
  return circles
}

/**
 * The same imports as the rooms of `app/` make them: its folders. Files beside the folders put
 * everything together, so they are no room.
 */
export function betweenRooms(imports: readonly Import[]): Import[] {
  return imports.flatMap(({ from, line, to }) => {
    const [room, other] = [roomOf(from), roomOf(to)]
    if (room === undefined || other === undefined || room === other) return []
    return [{ from: room, line, to: other }]
  })
}

function roomOf(path: string | undefined): string | undefined {
  return path?.match(/^app\/[^/]+(?=\/)/)?.[0]
}
