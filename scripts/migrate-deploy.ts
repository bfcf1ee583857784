// Before the web server starts: brings the database to the newest migration.
import { migrateDeploy } from './database/migrate.ts'

const url = process.env.DATABASE_URL
if (url) {
  await migrateDeploy(url, {
    onWait: () =>
      process.stderr.write('A table is in use; the migration lets others pass and tries again.\n'),
  })
} else {
  process.stderr.write('DATABASE_URL is not set; see .env.example\n')
  process.exitCode = 1
}
