import type { IssueCode } from '#app/migration/engine/ports/errors.ts'

/** A record that must arrive and read back as expected, and the notes it must come with. */
export type Shape<R> = { name: string; record: R; notes?: IssueCode[] }
