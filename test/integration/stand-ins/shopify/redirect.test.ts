import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

const run = promisify(execFile)
const preload = path.resolve(import.meta.dirname, '../../../stand-ins/shopify-admin/redirect.ts')
const project = path.resolve(import.meta.dirname, '../../../..')

type Seen = { url: string; method: string; headers: Record<string, unknown>; body: string }

/** A server that remembers what it was asked and answers with its own name. */
async function startRecorder(name: string) {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      seen.push({
        url: request.url ?? '',
        method: request.method ?? '',
        headers: request.headers,
        body,
      })
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ data: { server: name } }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    seen,
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

const call = { query: '{ shop { name } }' }

let standIn: Awaited<ReturnType<typeof startRecorder>>
let target: Awaited<ReturnType<typeof startRecorder>>

beforeAll(async () => {
  standIn = await startRecorder('stand-in')
  target = await startRecorder('target')
})
afterAll(async () => {
  await Promise.all([standIn.close(), target.close()])
})
beforeEach(() => {
  standIn.seen.length = 0
  target.seen.length = 0
})

async function runWithPreload(code: string, env: Record<string, string>) {
  const { stdout } = await run(
    process.execPath,
    ['--import', preload, '--input-type=module', '--eval', code],
    { cwd: project, env: { NODE_ENV: 'test', PATH: process.env['PATH'], ...env } },
  )
  return z.json().parse(JSON.parse(stdout))
}

const post = (client: string, url: string) => `
  ${client}
  const answer = await fetch(${JSON.stringify(url)}, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Shopify-Access-Token': 'shpat_x' },
    body: ${JSON.stringify(JSON.stringify(call))},
  })
  process.stdout.write(await answer.text())`

const graphqlUrl = 'https://demo.myshopify.com/admin/api/2026-07/graphql.json'

describe('the Shopify redirect', () => {
  for (const [client, code] of [
    ['the fetch of Node', ''],
    ['the fetch of undici', `import { fetch } from 'undici'`],
    [
      'the request of undici',
      `import { request } from 'undici'
       const fetch = async (url, init) => ({ text: async () => (await request(url, init)).body.text() })`,
    ],
  ] as const) {
    it(`sends a call through ${client} to the stand-in with the shop's name and token`, async () => {
      const answer = await runWithPreload(post(code, graphqlUrl), {
        SHOPIFY_STAND_IN_URL: standIn.url,
      })
      expect(answer).toEqual({ data: { server: 'stand-in' } })
      expect(standIn.seen).toMatchObject([
        {
          url: '/admin/api/2026-07/graphql.json',
          method: 'POST',
          headers: {
            'x-forwarded-host': 'demo.myshopify.com',
            'x-shopify-access-token': 'shpat_x',
            host: new URL(standIn.url).host,
          },
          body: JSON.stringify(call),
        },
      ])
    })
  }

  it("serves the Admin API client of Shopify's own library", async () => {
    const code = `
      import '@shopify/shopify-api/adapters/node'
      import { shopifyApi, Session, ApiVersion } from '@shopify/shopify-api'
      const api = shopifyApi({ apiKey: 'k', apiSecretKey: 's', hostName: 'app.example', apiVersion: '2026-07',
        isEmbeddedApp: true, logger: { level: 0, log: () => {} } })
      const session = new Session({ id: '1', shop: 'demo.myshopify.com', state: '', isOnline: false, accessToken: 'shpat_y' })
      const client = new api.clients.Graphql({ session })
      const { data } = await client.request('{ shop { name } }')
      process.stdout.write(JSON.stringify(data))`
    const answer = await runWithPreload(code, { SHOPIFY_STAND_IN_URL: standIn.url })
    expect(answer).toEqual({ server: 'stand-in' })
    expect(standIn.seen[0]?.headers).toMatchObject({
      'x-forwarded-host': 'demo.myshopify.com',
      'x-shopify-access-token': 'shpat_y',
    })
  })

  it('sends Admin API calls to the target and everything else to the stand-in', async () => {
    const env = { SHOPIFY_STAND_IN_URL: standIn.url, SHOPIFY_TARGET_URL: target.url }
    expect(await runWithPreload(post('', graphqlUrl), env)).toEqual({ data: { server: 'target' } })
    const exchange = 'https://demo.myshopify.com/admin/oauth/access_token'
    expect(await runWithPreload(post('', exchange), env)).toEqual({ data: { server: 'stand-in' } })
    const admin = 'https://admin.shopify.com/store/demo'
    expect(await runWithPreload(post('', admin), env)).toEqual({ data: { server: 'stand-in' } })
    expect(target.seen.map((request) => request.url)).toEqual(['/admin/api/2026-07/graphql.json'])
    expect(target.seen[0]?.headers).not.toHaveProperty('x-forwarded-host')
    expect(target.seen[0]?.headers).toMatchObject({ 'x-shopify-access-token': 'shpat_x' })
    expect(standIn.seen.map((request) => request.headers['x-forwarded-host'])).toEqual([
      'demo.myshopify.com',
      'admin.shopify.com',
    ])
  })

  it('takes a target that names its GraphQL endpoint as it is', async () => {
    const env = {
      SHOPIFY_STAND_IN_URL: standIn.url,
      SHOPIFY_TARGET_URL: `${target.url}/shops/7/graphql.json?trace=1`,
    }
    expect(await runWithPreload(post('', graphqlUrl), env)).toEqual({ data: { server: 'target' } })
    expect(target.seen.map((request) => request.url)).toEqual(['/shops/7/graphql.json?trace=1'])
  })

  it('puts the path of any other target before the asked one', async () => {
    const env = { SHOPIFY_STAND_IN_URL: standIn.url, SHOPIFY_TARGET_URL: `${target.url}/sim/` }
    await runWithPreload(post('', graphqlUrl), env)
    expect(target.seen.map((request) => request.url)).toEqual([
      '/sim/admin/api/2026-07/graphql.json',
    ])
  })

  it('leaves other hosts alone', async () => {
    const env = { SHOPIFY_STAND_IN_URL: standIn.url }
    const answer = await runWithPreload(post('', `${target.url}/wp-json/wc/v3/orders`), env)
    expect(answer).toEqual({ data: { server: 'target' } })
    expect(standIn.seen).toEqual([])
  })

  it('refuses to start when it is not told where the stand-in is', async () => {
    await expect(runWithPreload(post('', graphqlUrl), {})).rejects.toThrow(
      'SHOPIFY_STAND_IN_URL must be set',
    )
  })
})
