import type { Patch } from './defect.ts'

/** The patched text. @throws Error when the text to replace does not stand there exactly once */
export function applyPatch(source: string, { file, find, put }: Patch): string {
  const times = source.split(find).length - 1
  if (times !== 1) {
    throw new Error(
      `The planted defect no longer fits ${file}: its text stands there ${times} times, not once. Bring test/chaos/defects/index.ts in line with the file.`,
    )
  }
  return source.replace(find, () => put)
}
