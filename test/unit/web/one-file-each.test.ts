import { once } from 'node:events'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { oneFileEach } from '#app/routes/verify/one-file-each.server.ts'

const file = () => Promise.resolve({ fileName: 'report.csv', csv: Readable.from(['a', 'b']) })

test('a shop gets one file at a time, and another shop its own meanwhile', async () => {
  const csv = Readable.from(['a', 'b'])
  const closed = once(csv, 'close')
  const first = await oneFileEach('one.myshopify.com', () =>
    Promise.resolve({ fileName: 'report.csv', csv }),
  )
  const second = await oneFileEach('one.myshopify.com', file)
  expect(second.status).toBe(429)
  expect(await second.text()).toMatch(/already making a file.* Try again/)
  const other = await oneFileEach('other.myshopify.com', file)
  expect(await other.text()).toBe('ab')
  expect(await first.text()).toBe('ab')
  await closed
  expect((await oneFileEach('one.myshopify.com', file)).status).toBe(200)
})

test('a visitor who leaves ends the file, and the next one can be made', async () => {
  const csv = new Readable({ read: () => undefined })
  const closed = once(csv, 'close')
  const left = await oneFileEach('left.myshopify.com', () =>
    Promise.resolve({ fileName: 'report.csv', csv }),
  )
  await left.body?.cancel()
  await closed
  expect((await oneFileEach('left.myshopify.com', file)).status).toBe(200)
})

test('a file that could not be begun keeps nobody waiting', async () => {
  const begin = () => Promise.reject(new Error('There is no such run.'))
  await expect(oneFileEach('none.myshopify.com', begin)).rejects.toThrow('no such run')
  expect((await oneFileEach('none.myshopify.com', file)).status).toBe(200)
})
