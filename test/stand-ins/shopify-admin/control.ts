import { Hono } from 'hono'
import { z } from 'zod'
import { faultRuleSchema } from './faults.ts'
import type { ShopifyStandIn } from './server.ts'

const shopBody = z.object({ shop: z.string().optional() })
const scopeBody = shopBody.extend({ scope: z.string() })
const webhookBody = shopBody.extend({
  payload: z.unknown().optional(),
  path: z.string().optional(),
  webhookId: z.string().optional(),
  forged: z.boolean().optional(),
})

/** The stand-in's own remote control; the server listens on loopback only. */
export function controlRoutes(standIn: ShopifyStandIn): Hono {
  const hono = new Hono()
  const shopOf = (body: { shop?: string | undefined }) => {
    const domain = body.shop ?? standIn.shopDomains()[0] ?? ''
    return standIn.store(domain).domain
  }
  const body = async (request: Request): Promise<unknown> => {
    const text = await request.text()
    if (text === '') return {}
    const parsed: unknown = JSON.parse(text)
    return parsed
  }

  hono.onError((error, c) => c.json({ error: error.message }, 400))
  hono.get('/health', (c) => c.json({ ok: true, shops: standIn.shopDomains() }))
  hono.get('/stats', (c) => c.json({ ...standIn.stats(), faults: standIn.faults.fired }))
  hono.post('/stats/reset', (c) => {
    standIn.resetStats()
    return c.json({ ok: true })
  })
  hono.get('/faults', (c) =>
    c.json({ pending: standIn.faults.pending(), fired: standIn.faults.fired }),
  )
  hono.post('/faults', async (c) => {
    const rules = z.union([z.array(faultRuleSchema), faultRuleSchema.transform((rule) => [rule])])
    for (const rule of rules.parse(await body(c.req.raw))) standIn.faults.add(rule)
    return c.json({ pending: standIn.faults.pending().length })
  })
  hono.post('/faults/clear', (c) => {
    standIn.faults.clear()
    return c.json({ ok: true })
  })
  hono.post('/app-url', async (c) => {
    standIn.setAppUrl(z.object({ url: z.url() }).parse(await body(c.req.raw)).url)
    return c.json({ ok: true })
  })
  hono.post('/tokens', async (c) => {
    const shop = shopOf(shopBody.parse(await body(c.req.raw)))
    return c.json({ shop, accessToken: standIn.issueOfflineToken(shop) })
  })
  hono.post('/tokens/revoke', async (c) => {
    standIn.auth.revoke(shopOf(shopBody.parse(await body(c.req.raw))))
    return c.json({ ok: true })
  })
  hono.post('/tokens/expire', async (c) => {
    standIn.auth.expireTokens(shopOf(shopBody.parse(await body(c.req.raw))))
    return c.json({ ok: true })
  })
  hono.post('/session-token', async (c) => {
    const shop = shopOf(shopBody.parse(await body(c.req.raw)))
    return c.json({ shop, sessionToken: standIn.sessionToken(shop) })
  })
  hono.post('/scopes/remove', async (c) => {
    const parsed = scopeBody.parse(await body(c.req.raw))
    standIn.auth.removeScope(shopOf(parsed), parsed.scope)
    return c.json({ ok: true })
  })
  hono.post('/scopes/restore', async (c) => {
    standIn.auth.restoreScopes(shopOf(shopBody.parse(await body(c.req.raw))))
    return c.json({ ok: true })
  })
  hono.post('/uninstall', async (c) => {
    const parsed = webhookBody.parse(await body(c.req.raw))
    await standIn.uninstall(
      shopOf(parsed),
      parsed.path === undefined ? {} : { webhookPath: parsed.path },
    )
    return c.json({ ok: true })
  })
  hono.post('/webhooks/:topic{.+}', async (c) => {
    const { shop, payload, ...options } = webhookBody.parse(await body(c.req.raw))
    const answer = await standIn.sendWebhook(
      shopOf({ shop }),
      c.req.param('topic'),
      payload ?? {},
      Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    )
    return c.json(answer)
  })
  return hono
}
