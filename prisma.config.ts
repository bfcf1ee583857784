import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { defineConfig } from 'prisma/config'

// Prisma's schema engine runs in JavaScript here (no engine binary to download). It reads PostgreSQL's
// catalogue through the driver adapter, which does not know the types "char" and name: they are
// presented to it as text. `prisma generate` needs no database, hence the placeholder.
const url = new URL((process.env.DATABASE_URL ??= 'postgresql://unset@127.0.0.1:1/unset'))

const CHAR = 18
const NAME = 19
const TEXT = 25
/** Column type number of a single character in Prisma's driver adapters. */
const ADAPTER_CHARACTER = 6

type CatalogueField = pg.FieldDef & { wasChar?: boolean }
type RawResult = { fields: CatalogueField[] }

function presentAsText<Result>(result: Result): Result {
  const fields = (result as Partial<RawResult> | undefined)?.fields ?? []
  for (const field of fields) {
    field.wasChar = field.dataTypeID === CHAR
    if (field.dataTypeID === CHAR || field.dataTypeID === NAME) field.dataTypeID = TEXT
  }
  return result
}

class CatalogueClient extends pg.Client {
  // pg's `query` has a dozen overloads; this passes every one of them through.
  // oxlint-disable-next-line typescript/no-explicit-any
  override query(...args: any[]): any {
    const callback = args.at(-1)
    const query = super.query as (...all: unknown[]) => unknown
    if (typeof callback === 'function') {
      return query.call(this, ...args.slice(0, -1), (error: Error, result: unknown) =>
        callback(error, presentAsText(result)),
      )
    }
    const answer = query.call(this, ...args)
    return answer instanceof Promise ? answer.then(presentAsText) : answer
  }
}

type Connection = {
  executeScript(script: string): Promise<void>
  performIO(query: unknown): Promise<RawResult>
  queryRaw(query: unknown): Promise<{ columnTypes: number[] }>
}

function withCharacterColumns<Adapter>(adapter: Adapter): Adapter {
  const connection = adapter as unknown as Connection
  const performIO = connection.performIO.bind(connection)
  const queryRaw = connection.queryRaw.bind(connection)
  let last: RawResult = { fields: [] }
  // One message, and so one transaction: the adapter's own cuts a script into statements at each
  // semicolon, and a migration that failed half-way would stay half done.
  connection.executeScript = async (script) => {
    await performIO({ sql: script, args: [], argTypes: [] })
  }
  connection.performIO = async (query) => (last = await performIO(query))
  connection.queryRaw = async (query) => {
    const result = await queryRaw(query)
    last.fields.forEach((field, index) => {
      if (field.wasChar) result.columnTypes[index] = ADAPTER_CHARACTER
    })
    return result
  }
  return adapter
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () => {
    const options: pg.PoolConfig & { Client: typeof CatalogueClient } = {
      Client: CatalogueClient,
      // As it is, with what it says about TLS.
      connectionString: url.href,
      idleTimeoutMillis: 50,
    }
    const factory = new PrismaPg(options)
    const connect = factory.connect.bind(factory)
    const connectToShadowDb = factory.connectToShadowDb.bind(factory)
    factory.connect = async () => withCharacterColumns(await connect())
    factory.connectToShadowDb = async () => withCharacterColumns(await connectToShadowDb())
    return factory
  },
})
