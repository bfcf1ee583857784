import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp, type OpenApp } from './support/open-app.ts'

let it: OpenApp

beforeAll(async () => {
  it = await openApp()
})
afterAll(() => it?.close())

const field = (name: string) => it.app.getByLabel(name)
const focus = () => expect.poll(() => it.focused())

test('a connection that is refused keeps what was typed, and leads to the wrong field', async () => {
  await it.open('/app/connect')
  await field('System of the old store').selectOption('woocommerce')
  await field('Address of the old store').fill('not an address')
  await field('Consumer key').fill('ck typed')
  await field('Consumer secret').fill('cs_typed')
  const check = it.app.getByRole('button', { name: 'Test and connect' })
  await check.click()
  await it.app.getByText('This has spaces or other characters that no key has.').waitFor()
  await focus().toBe('INPUT Consumer key')
  await field('Consumer key').fill(it.oldStore.consumerKey)
  await field('Address of the old store').fill(it.oldStore.url)
  await check.click()
  await it.app.getByText('The old store is not connected yet').waitFor()
  await focus().toBe('INPUT Consumer secret')
  expect(await field('Address of the old store').inputValue()).toBe(it.oldStore.url)
  expect(await field('Consumer key').inputValue()).toBe(it.oldStore.consumerKey)
  expect(await field('Consumer secret').inputValue()).toBe('cs_typed')
  await field('Consumer secret').fill(it.oldStore.consumerSecret)
  await check.click()
  await it.app.getByText('Alder & Loom').first().waitFor()
  await focus().toBe('H1 Recent Data Migration')
})

test('settings that are refused keep what was typed, and lead to the wrong field', async () => {
  await it.open('/app/settings')
  const limit = field('Entity Points limit for one run')
  const save = it.page.locator('#save-bar').getByRole('button', { name: 'Save' })
  await field('Order number prefix').fill('WC-')
  for (const wrong of ['abc', '', '1e9', '-1', '10,00']) {
    await limit.fill(wrong)
    await save.click()
    await it.app.getByText('Enter a number between 0 and 10,000,000').waitFor()
    await focus().toBe('INPUT Entity Points limit for one run')
    expect(await limit.inputValue()).toBe(wrong)
    expect(await field('Order number prefix').inputValue()).toBe('WC-')
    await it.page.reload()
    await field('Order number prefix').waitFor()
    expect(await field('Order number prefix').inputValue(), 'nothing was saved').toBe('')
    await field('Order number prefix').fill('WC-')
  }
  // As the app itself prints it.
  await limit.fill('2,500')
  await save.click()
  await it.page.getByText('Settings saved').waitFor()
  await it.open('/app/settings')
  expect(await limit.inputValue()).toBe('2500')
  expect(await field('Order number prefix').inputValue()).toBe('WC-')
})

test('after a navigation the focus is on the heading of the screen', async () => {
  for (const [name, heading] of [
    ['Runs', 'H1 Runs'],
    ['Migration Tool Management', 'H1 Migration Tool Management'],
    ['Settings', 'H1 Settings'],
  ] as const) {
    await it.page.locator('.side').getByRole('link', { name, exact: true }).click()
    await focus().toBe(heading)
  }
})

test('after a dialog the focus is on what opened it, however the dialog was closed', async () => {
  await it.open('/app/projects')
  const opener = it.app.getByRole('button', { name: /^Archive/ })
  const name = 'BUTTON Archive: Alder & Loom → Shopify'
  await opener.focus()
  for (const close of [
    () => it.page.keyboard.press('Escape'),
    () => it.app.getByRole('button', { name: 'Keep it' }).click(),
    () => it.page.mouse.click(300, 850),
  ]) {
    await it.page.keyboard.press('Enter')
    await it.app.getByRole('dialog').waitFor()
    await close()
    await it.app.getByRole('dialog').waitFor({ state: 'detached' })
    await focus().toBe(name)
  }
  // What it asked about is gone from where it stood: the heading beside it takes the focus.
  await it.page.keyboard.press('Enter')
  await it.app.getByRole('button', { name: 'Archive project' }).click()
  await it.app.getByRole('dialog').waitFor({ state: 'detached' })
  await opener.waitFor({ state: 'detached' })
  await focus().toMatch(/^(H\d|BUTTON|A) (?!Archive)/)
})
