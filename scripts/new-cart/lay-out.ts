import { KINDS } from '#app/migration/kinds/kind.ts'

export type CartName = {
  /** Of its folder, stored with every project: "magento". */
  id: string
  /** As the merchant knows it: "Magento 2". */
  name: string
}

const CARTS = 'app/migration/carts'

/** Lower-case letters and digits, beginning with a letter: it is a folder, an export and a stored id. */
export const isCartId = (text: string): boolean => /^[a-z][a-z0-9]*$/.test(text)

/** The files of a cart that has nothing yet but its place, by path. What they promise fails. */
export function newFiles({ id, name }: CartName): Map<string, string> {
  const Name = id.charAt(0).toUpperCase() + id.slice(1)
  const constant = id.toUpperCase()
  const credential = `${id}Token`
  const folder = `${CARTS}/${id}`
  const files = {
    [`${folder}/cart.ts`]: `import { cartMessages, defineCart } from '../cart.ts'
import { keyText } from '../kit/key-text.ts'
import { CAPABILITIES } from './capabilities.ts'
import { create${Name}Connector } from './connector.server.ts'
import { en } from './messages/en.ts'
import { ${constant}, ${id}Says } from './messages/${id}.ts'

export const ${id} = defineCart({
  id: '${id}',
  name: '${name}',
  fields: [
    {
      name: '${credential}',
      label: ${id}Says('tokenLabel'),
      placeholder: '…',
      isSecret: true,
      accepts: keyText('token', ${id}Says('tokenMissing')),
    },
  ],
  fieldOf: {
    BAD_CREDENTIALS: '${credential}',
    BAD_SECRET: '${credential}',
    NO_READ_PERMISSION: '${credential}',
  },
  keyHelp: {
    title: ${id}Says('keyHelpLabel'),
    steps: [],
    note: ${id}Says('keyHelpNote'),
  },
  capabilities: CAPABILITIES,
  messages: cartMessages(${constant}, { en }),
  neverMoved: [],
  connect: create${Name}Connector,
})
`,
    [`${folder}/capabilities.ts`]: `import type { SourceCapabilities } from '#app/migration/engine/ports/source.ts'
import { ${id}Says } from './messages/${id}.ts'

const NOT_READ_YET = {
  changesFoundBy: ${id}Says('foundBy'),
  onlyComparisonSees: [],
  cannotSee: [],
  deletesVisible: false,
  listedWhole: false,
  timeResolutionMs: 1_000,
}

/** What this way of reading ${name} finds, and what it does not, in words a merchant understands. */
export const CAPABILITIES: SourceCapabilities = {
  cart: '${name}',
  mappingVersion: 1,
  neverRead: [],
  kinds: {
${KINDS.map((kind) => `    ${kind}: NOT_READ_YET,`).join('\n')}
  },
}
`,
    [`${folder}/messages/${id}.ts`]: `import { sayer, type Spec } from '#app/migration/messages/message.ts'

/** What ${name}’s connector tells. */
export const ${constant} = {
  tokenLabel: {},
  tokenMissing: {},
  keyHelpLabel: {},
  keyHelpNote: {},
  foundBy: {},

  tokenRefused: {},
} as const satisfies Spec

export const ${id}Says = sayer<typeof ${constant}>('${id}')
`,
    [`${folder}/messages/en.ts`]: `import type { Sentences } from '#app/migration/messages/language.ts'
import type { ${constant} } from './${id}.ts'

export const en: Sentences<typeof ${constant}> = {
  tokenLabel: 'Access token',
  tokenMissing: 'Enter the access token.',
  keyHelpLabel: 'Where to find the token',
  keyHelpNote: 'The token only has to read.',
  foundBy: 'Not found yet.',

  tokenRefused:
    'The old store doesn’t accept the access token. Copy it again, or create a new one.',
}
`,
    [`${folder}/recovery.ts`]: `import { kitSays } from '#app/migration/messages/kit.ts'
import { CREDENTIALS, recoveryTable, type Rule } from '../kit/http/recovery.ts'
import { ${id}Says } from './messages/${id}.ts'

/** What ${name} itself answers, each with the recording that shows it. */
const RULES: Rule[] = [
  {
    when: ({ status, form }) => form === 'json' && (status === 401 || status === 403),
    verdict: {
      problem: 'BAD_CREDENTIALS',
      recovery: CREDENTIALS,
      say: ${id}Says('tokenRefused'),
    },
  },
]

export const TABLE = recoveryTable(
  {
    cart: '${name}',
    path: '/',
    mendMixed: kitSays('mendApi'),
  },
  RULES,
)
`,
    [`${folder}/client.server.ts`]: `import { z } from 'zod'
import { OutboundHttpError } from '#app/platform/outbound-http.server.ts'
import type { SourceConnection, SourceConnectorDeps } from '../cart.ts'
import { readAnswer, type Answer, type ErrorIn } from '../kit/http/answer.ts'
import { createRequester } from '../kit/http/requester.ts'
import { DEFAULT_TUNING } from '../kit/tuning.ts'
import { TABLE } from './recovery.ts'

const wireError = z.object({ message: z.string() })

const errorIn: ErrorIn = (body) => {
  const error = wireError.safeParse(body)
  return error.success ? { code: null, message: error.data.message } : null
}

export type ${Name}Client = {
  /** One GET, tried again as the recovery table says. @throws SourceRequestError */
  get(path: string): Promise<Answer>
}

export function create${Name}Client(
  { url, credentials }: SourceConnection<'${credential}'>,
  { http, clock, logger, tuning }: SourceConnectorDeps,
): ${Name}Client {
  const request = createRequester({ clock, logger, tuning: { ...DEFAULT_TUNING, ...tuning } })
  const send = async (path: string, timeoutMs: number) => {
    try {
      const headers = { authorization: \`Bearer \${credentials.${credential}}\` }
      return await http.request(\`\${url}/\${path}\`, { headers, timeoutMs })
    } catch (error) {
      if (error instanceof OutboundHttpError) throw TABLE.judgeTransport(error.reason, error)
      throw error
    }
  }
  return {
    get: (path) =>
      request(path, async (timeoutMs) =>
        readAnswer(await send(path, timeoutMs), clock.now(), { errorIn, table: TABLE }),
      ),
  }
}
`,
    [`${folder}/connector.server.ts`]: `import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { SourceConnection, SourceConnectorDeps } from '../cart.ts'
import { SourceRequestError } from '../kit/http/recovery.ts'
import { createNotices } from '../kit/notices.ts'
import { CAPABILITIES } from './capabilities.ts'
import { create${Name}Client } from './client.server.ts'

/** Reads ${name}. Only composes: client, lists, one folder per kind. */
export function create${Name}Connector(
  connection: SourceConnection<'${credential}'>,
  deps: SourceConnectorDeps,
): SourceConnector {
  const client = create${Name}Client(connection, deps)
  const notices = createNotices()
  return {
    describe: () => CAPABILITIES,
    check: async () => {
      try {
        await client.get('')
      } catch (error) {
        if (!(error instanceof SourceRequestError)) throw error
        const { problem: code, told: reason, status } = error
        return { ok: false, code, reason, status }
      }
      throw notYet('check')
    },
    now: () => Promise.reject(notYet('now')),
    notices: notices.take,
    hides: () => [],
    count: () => Promise.reject(notYet('count')),
    listChanged: () => unread('listChanged'),
    readChanged: () => unread('readChanged'),
    listAll: () => unread('listAll'),
    readByIds: () => Promise.reject(notYet('readByIds')),
    categories: () => Promise.reject(notYet('categories')),
  }
}

const notYet = (method: string) => new Error(\`\${method}: not read yet\`)

async function* unread(method: string): AsyncGenerator<never> {
  await Promise.reject(notYet(method))
}
`,
    [`test/carts/dialects/${id}/dialect.ts`]: `import type { Dialect } from '../../store/dialect.ts'

/** How ${name} speaks of a shop, as it was recorded. */
export const ${constant}: Dialect = {
  name: '${name}',
  url: 'https://old-store.example',
  tickMs: 1_000,
  moves: {
    variantMovesProduct: false,
    refundMovesOrder: false,
    saleMovesProduct: false,
    addressMovesOrder: false,
  },
  routes: [],
  refuse: () => null,
  refusal: () => null,
  noRoute: { status: 404, body: { message: 'There is no such route.' } },
  headers: () => ({ 'content-type': 'application/json' }),
  credentials: {
    good: { ${credential}: 'good' },
    unknownKey: { ${credential}: 'unknown' },
    wrongSecret: { ${credential}: 'wrong' },
    writeOnly: { ${credential}: 'writes' },
  },
}
`,
    [`test/carts/${id}-connector.ts`]: `import { createSourceConnector } from '#app/migration/carts/registry.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import type { Connect } from './store/open-store.ts'

/** ${name}'s connector, as the app makes it. */
export const connect${Name}: Connect = ({ url, credentials, http, clock, options }) =>
  createSourceConnector(
    { cart: '${id}', url, credentials },
    { http, clock, fingerprintKey: 'test key', logger: silentLogger, tuning: options },
  )
`,
    [`test/carts/${id}-dialect.test.ts`]: `import { ${constant}_DIALECT } from './columns.ts'
import { describeColumn } from './contract/describe-column.ts'

describeColumn(${constant}_DIALECT)
`,
  }
  return new Map(Object.entries(files))
}

/** What changes outside of the cart's own files: the registry's line, and its column of the contract. */
export function changedFiles(
  { id }: CartName,
  read: (path: string) => string,
): Map<string, string> {
  const Name = id.charAt(0).toUpperCase() + id.slice(1)
  const constant = id.toUpperCase()
  const registry = `${CARTS}/carts.ts`
  const columns = 'test/carts/columns.ts'
  const list = /export const COLUMNS: readonly AnyColumn\[\] = \[([^\]]*?),?\s*\]/
  const text = read(columns)
  if (!list.test(text)) throw new Error(`${columns} has no list of columns to add to`)
  const column = `export const ${constant}_DIALECT = column({
  cart: '${id} dialect',
  cannot: {},
  limits: {},
  open: () => Promise.resolve(openStore(${constant}, connect${Name})),
})

/** Every way`
  return new Map([
    [registry, `${read(registry)}export { ${id} } from './${id}/cart.ts'\n`],
    [
      columns,
      `import { ${constant} } from './dialects/${id}/dialect.ts'\nimport { connect${Name} } from './${id}-connector.ts'\n${text
        .replace('/** Every way', column)
        .replace(list, `export const COLUMNS: readonly AnyColumn[] = [$1, ${constant}_DIALECT]`)}`,
    ],
  ])
}
