import fs from 'node:fs'
import path from 'node:path'
import { afterAll, expect } from 'vitest'
import { forgetSentInputs, sentInputs } from '#test/stand-ins/shopify-admin/inputs/sent-inputs.ts'

/** Set by `npm run stand-in:coverage -- --sent`: the folder each test file writes its list into. */
const folder = process.env['SENT_INPUTS_FOLDER']

forgetSentInputs()

afterAll(async () => {
  if (sentInputs().size === 0) return
  const { sentByApp, TESTS_THAT_SEND } =
    await import('#test/stand-ins/shopify-admin/inputs/sent-by-tests.ts')
  const file = path.relative(process.cwd(), expect.getState().testPath ?? '')
  if (folder) {
    const list = path.join(folder, `${path.basename(file)}.json`)
    fs.writeFileSync(list, JSON.stringify(await sentByApp()))
  } else if (TESTS_THAT_SEND.includes(file)) {
    const { unlisted } = await import('#test/stand-ins/shopify-admin/inputs/report.ts')
    const why = 'the app sends inputs that are not listed: npm run stand-in:coverage -- --sent'
    expect(unlisted(await sentByApp()), why).toEqual([])
  }
})
