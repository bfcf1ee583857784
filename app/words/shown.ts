import type { Message } from '#app/migration/messages/message.ts'

/** Data as a page gets it: a sentence where it holds a message. */
export type Shown<T> = T extends Message
  ? string
  : T extends Date
    ? T
    : T extends object
      ? { [Name in keyof T]: Shown<T[Name]> }
      : T
