import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyRow } from '#test/helpers/database/every-row.ts'
import { FORMS, NONSENSE, QUERIES, type FormOf } from '#test/helpers/web/form-attempts.ts'
import { shopWithEverything, type Belongings } from '#test/helpers/database/shop-with-everything.ts'
import { startWebApp, type WebApp } from '#test/helpers/web/web-app.ts'

const SHOP = 'one.myshopify.com'

let app: WebApp
let own: Belongings

beforeAll(async () => {
  app = await startWebApp([SHOP])
  await app.asMerchant(SHOP, '/app/settings.data')
  own = await shopWithEverything(app.database.prisma, SHOP, 'own')
})
afterAll(() => app?.close())

type Body = { content: BodyInit; type?: string }

/** As the running app sends a form, or as a browser does in which no script runs. */
async function send(path: string, { content, type }: Body, as: 'data' | 'page' = 'data') {
  const token = app.shopify.sessionToken(SHOP)
  const headers = new Headers({ authorization: `Bearer ${token}` })
  if (type) headers.set('content-type', type)
  const url = as === 'data' ? `${path}.data` : path
  const answer = await app.request(url, { method: 'POST', headers, body: content })
  return { status: answer.status, text: await answer.text() }
}

const encoded = (fields: [string, string][]): Body => ({ content: new URLSearchParams(fields) })

/** A sentence for people, in whatever form the answer has. */
const SENTENCE = /[A-Z][a-z’']* [^"<>{}]{8,}[.?]/

type Answer = { status: number; text: string }

/** What is wrong with an answer that has to be a refusal in words; nothing when it is one. */
function notRefused(what: object, { status, text }: Answer): object[] {
  const isRefused = status >= 400 && status < 500
  return isRefused && SENTENCE.test(text) ? [] : [{ ...what, status, text: short(text) }]
}

const forms = () =>
  Object.entries(FORMS).flatMap(([route, of]) =>
    typeof of === 'function' ? of(own).map((form) => ({ route, form })) : [],
  )

const othersOf = ({ fields }: FormOf, but: string) =>
  Object.entries(fields).filter(([name]) => name !== but)

/**
 * Nonsense for a field. Where a route has several forms with that field, the first gets all of it, and
 * each further one its share: what reads the field is the same.
 */
function nonsenseShares(): (route: string, name: string) => readonly string[] {
  const seen = new Map<string, number>()
  return (route, name) => {
    const before = seen.get(`${route} ${name}`) ?? 0
    seen.set(`${route} ${name}`, before + 1)
    return before === 0 ? NONSENSE : NONSENSE.filter((_value, at) => (at - before) % 4 === 0)
  }
}

const short = (value: string) => (value.length > 40 ? `${value.slice(0, 40)}…` : value)

const rows = async () =>
  (await everyRow(app.database.prisma))
    .filter(({ table }) => !/session/i.test(table))
    .map(({ table, text }) => `${table} ${text}`)
    .toSorted()

describe('forms', () => {
  test('of every action are tried with nonsense', () => {
    const actions = app.routes.filter(({ hasAction }) => hasAction).map(({ id }) => id)
    expect(Object.keys(FORMS).toSorted()).toEqual(actions.toSorted())
  })

  test('with a field that is missing or means nothing are refused in words, and change nothing', async () => {
    const before = await rows()
    const wrong: object[] = []
    const nonsenseFor = nonsenseShares()
    for (const { route, form } of forms()) {
      for (const name of Object.keys(form.fields)) {
        const others = othersOf(form, name)
        if (!form.optional?.includes(name)) {
          wrong.push(
            ...notRefused({ route, without: name }, await send(form.path, encoded(others))),
          )
        }
        for (const value of nonsenseFor(route, name)) {
          if (form.may?.[name]?.(value)) continue
          const fields: [string, string][] = [...others, [name, value]]
          wrong.push(
            ...notRefused({ route, [name]: short(value) }, await send(form.path, encoded(fields))),
          )
        }
      }
    }
    expect(wrong).toEqual([])
    expect(await rows()).toEqual(before)
  })

  test('that are no forms are refused in words', async () => {
    const before = await rows()
    const wrong: object[] = []
    const bodies: Body[] = [
      { content: '{"intent":"start"}', type: 'application/json' },
      { content: 'intent=start', type: 'text/plain' },
      { content: 'intent=start', type: 'nonsense' },
      { content: 'not many parts', type: 'multipart/form-data; boundary=x' },
      { content: 'no boundary', type: 'multipart/form-data' },
      { content: new Uint8Array([0xff, 0xfe, 0x00]) },
      { content: '' },
    ]
    for (const { route, form } of forms()) {
      for (const body of bodies) {
        const what = { route, type: body.type ?? 'none', content: String(body.content) }
        wrong.push(...notRefused(what, await send(form.path, body)))
      }
      const file = new FormData()
      for (const name of Object.keys(form.fields)) file.set(name, new Blob(['x']), 'x.txt')
      wrong.push(...notRefused({ route, of: 'files' }, await send(form.path, { content: file })))
    }
    expect(wrong).toEqual([])
    expect(await rows()).toEqual(before)
  })

  test('sent without a script are answered with a page that says so', async () => {
    const wrong: object[] = []
    const screens = app.routes.filter(({ isScreen }) => isScreen).map(({ id }) => id)
    for (const { route, form } of forms()) {
      // What is no screen is only ever sent by one that runs.
      if (!screens.includes(route)) continue
      wrong.push(
        ...notRefused({ route }, await send(form.path, encoded([['intent', 'abc']]), 'page')),
      )
    }
    expect(wrong).toEqual([])
  })

  test('with a field twice, or with what a field may hold, are never an error of ours', async () => {
    const wrong: object[] = []
    for (const { route, form } of forms()) {
      const all = Object.entries(form.fields)
      for (const [name, value] of all) {
        const others = othersOf(form, name)
        const allowed = NONSENSE.filter((nonsense) => form.may?.[name]?.(nonsense))
        const tries: [string, string][][] = [
          ...allowed.map((nonsense): [string, string][] => [...others, [name, nonsense]]),
          [...all, [name, 'abc']],
          [...others, [name, 'abc'], [name, value]],
          [...all, ['unknown', '1'], ['__proto__', 'x'], ['constructor', 'x']],
        ]
        for (const fields of tries) {
          const { status } = await send(form.path, encoded(fields))
          if (status >= 500) wrong.push({ route, fields: fields.map(String).map(short), status })
        }
      }
    }
    expect(wrong).toEqual([])
  })
})

test('no address is an error of ours, whatever stands after its question mark', async () => {
  const wrong: object[] = []
  for (const [path, names] of QUERIES(own)) {
    for (const name of names) {
      for (const value of ['abc', '\u0000', '\ud800', '9'.repeat(30), 'x'.repeat(9_000), '1~%00']) {
        const query = new URLSearchParams([[name, value]])
        const { status } = await app.asMerchant(SHOP, `${path}.data?${query}`)
        if (status >= 500) wrong.push({ path, [name]: short(value), status })
      }
    }
  }
  expect(wrong).toEqual([])
})
