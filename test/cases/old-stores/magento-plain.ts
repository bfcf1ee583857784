import fs from 'node:fs'
import { z } from 'zod'
import { json } from '../case-file.ts'

/** Plain valid rows of Magento's tables, and of what lies in them. */
export const PLAIN = z
  .object({ entries: z.record(z.string(), z.record(z.string(), json)) })
  .catchall(z.record(z.string(), json))
  .parse(JSON.parse(fs.readFileSync(new URL('../plain/magento.json', import.meta.url), 'utf8')))
