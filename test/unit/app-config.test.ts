import fs from 'node:fs'
import { ApiVersion } from '@shopify/shopify-app-remix/server'
import { expect, test } from 'vitest'
import { topicOf } from '#app/privacy/webhook-topics.ts'
import { SHOPIFY_API_VERSION } from '#app/shop/shopify-api-version.ts'

const toml = fs.readFileSync('shopify.app.toml', 'utf8')

test('the app’s configuration at Shopify names the API version the code speaks', () => {
  expect(toml).toContain(`api_version = "${SHOPIFY_API_VERSION}"`)
  expect(Object.values<string>(ApiVersion)).toContain(SHOPIFY_API_VERSION)
})

test('every webhook it subscribes to is answered', () => {
  const subscribed = [...toml.matchAll(/^(?:compliance_)?topics = \[(.+)\]$/gm)].flatMap(
    ([, list = '']) => [...list.matchAll(/"([^"]+)"/g)].map(([, topic = '']) => topic),
  )
  expect(subscribed.toSorted()).toEqual([
    'app/uninstalled',
    'customers/data_request',
    'customers/redact',
    'shop/redact',
  ])
  for (const topic of subscribed) expect(topicOf(topic)).toBe(topic)
})

test('the example environment asks for the scopes the app is installed with', () => {
  const scopes = /^scopes = "([^"]+)"/m.exec(toml)?.[1]
  expect(scopes).toBeTruthy()
  expect(fs.readFileSync('.env.example', 'utf8')).toContain(`SCOPES=${scopes}`)
})
