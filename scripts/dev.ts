// `npm run dev`: the app with hot reload against the stand-ins. Everything is in memory or in a
// temporary database and gone at the end.
import { installThroughAdmin } from './stack/install.ts'
import { startLocalStack } from './stack/local-stack.ts'

const stack = await startLocalStack({
  mode: 'development',
  shop: {
    domain: 'harbor-and-pine.myshopify.com',
    name: 'Harbor & Pine',
    plan: 'plus',
    currency: 'USD',
    timezone: 'America/Los_Angeles',
  },
  oldStore: { dataset: 'small' },
  allowPrivateSource: true,
  onStep: (text) => process.stdout.write(`${text}\n`),
})
await installThroughAdmin(stack.adminAppUrl)
process.stdout.write(`
The store admin, with the app in it:  ${stack.adminAppUrl}
The old store:                        ${stack.oldStore?.url}
  consumer key ${stack.oldStore?.consumerKey}
  secret       ${stack.oldStore?.consumerSecret}
Logs: ${stack.logDir}
Ctrl-C stops everything.
`)
await new Promise((resolve) => process.once('SIGINT', resolve))
await stack.stop()
