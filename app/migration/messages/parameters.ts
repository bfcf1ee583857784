import { z } from 'zod'
import { kindSchema } from '../kinds/kind-schema.ts'
import { messageSchema } from './message.ts'

export const text = z.string()
export const texts = z.array(z.string()).readonly()
export const count = z.number()
export const yes = z.boolean()
export const kind = kindSchema
/** Name of a target field. */
export const field = z.string()
export const fields = z.array(z.string()).readonly()
/** ISO 8601. */
export const moment = z.string()
/** Entity Points, as a decimal string. */
export const points = z.string()
/** Another message, said in the middle of this one. */
export const message = messageSchema
export const messages = z.array(messageSchema).readonly()
