import { z } from 'zod'
import { KINDS } from './kind.ts'

/** The name of a kind, from outside: a form, an address, the database. */
export const kindSchema = z.enum(KINDS)
