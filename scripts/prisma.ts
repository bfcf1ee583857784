// `npm run prisma -- <arguments>`: Prisma's command line with this project's settings.
import { prisma } from './database/migrate.ts'

try {
  process.stdout.write(await prisma(process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
