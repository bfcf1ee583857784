import type { TargetContext } from '../target-context.ts'
import type { PictureBook } from './pictures/picture-book.server.ts'

export type ProductContext = TargetContext & { pictures: PictureBook }
