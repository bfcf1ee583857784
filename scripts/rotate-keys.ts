// After a new key was put first in ENCRYPTION_KEYS and every process was started with it: seals what
// is stored again under that key, so that the old one can be taken out.
import { createDatabase } from '../app/db.server.ts'
import { env } from '../app/env.server.ts'
import { createVault } from '../app/platform/encryption.server.ts'
import { rotateKeys } from '../app/maintenance/rotate-keys.server.ts'

const { DATABASE_URL, ENCRYPTION_KEYS } = env()
const prisma = createDatabase({ url: DATABASE_URL })
const vault = createVault(ENCRYPTION_KEYS)
const [first = ''] = ENCRYPTION_KEYS.keys()
const say = (line: string) => process.stdout.write(`${line}\n`)

try {
  const { projects, sessions } = await rotateKeys({ prisma, vault })
  say(
    `Sealed again with the key "${first}": ${projects.sealed} projects, ${sessions.sealed} sessions.`,
  )
  const locked = [
    ...Object.entries(projects.unreadable).map(
      ([key, rows]) =>
        `${rows} projects cannot be opened (key "${key}"): their merchants are asked to connect again.`,
    ),
    ...Object.entries(sessions.unreadable).map(
      ([key, rows]) =>
        `${rows} sessions cannot be opened (key "${key}"): they are renewed when the store opens the app.`,
    ),
  ]
  if (locked.length === 0) {
    say(`Nothing is sealed with another key any more: only "${first}" is needed.`)
  } else {
    for (const line of locked) say(line)
    say('If one of these keys is still at hand, put it into ENCRYPTION_KEYS and run this again.')
    process.exitCode = 1
  }
} finally {
  await prisma.$disconnect()
}
