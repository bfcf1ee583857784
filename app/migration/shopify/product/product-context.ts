import type { TargetContext } from '../target-context.ts'
import type { Pictures } from './pictures/pictures.server.ts'

export type ProductContext = TargetContext & { pictures: Pictures }
