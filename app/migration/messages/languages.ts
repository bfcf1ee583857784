import { en } from './en/en.ts'
import type { Language } from './rooms.ts'

/** The languages there are, one line each. */
export const LANGUAGES = { en } as const satisfies Record<string, Language>

export type LanguageName = keyof typeof LANGUAGES
