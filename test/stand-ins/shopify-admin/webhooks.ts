import { createHmac, randomUUID } from 'node:crypto'
import type { AppIdentity } from './context.ts'

export type WebhookDelivery = {
  topic: string
  shop: string
  payload: unknown
  /** Path at the app; default `/webhooks`. */
  path?: string
  /** The same id again is a repeated delivery; default a new one. */
  webhookId?: string
  /** Sends a signature that is wrong. */
  forged?: boolean
}

/** Sends one webhook as Shopify does: raw body signed with the app's secret, metadata in headers. */
export async function deliverWebhook(
  app: AppIdentity,
  appUrl: string,
  delivery: WebhookDelivery,
  at: number,
): Promise<{ status: number; webhookId: string }> {
  const body = JSON.stringify(delivery.payload)
  const webhookId = delivery.webhookId ?? randomUUID()
  const secret = delivery.forged === true ? `${app.apiSecret}-forged` : app.apiSecret
  const response = await fetch(new URL(delivery.path ?? '/webhooks', appUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Shopify-Captain-Hook',
      'x-shopify-topic': delivery.topic,
      'x-shopify-shop-domain': delivery.shop,
      'x-shopify-api-version': '2026-07',
      'x-shopify-webhook-id': webhookId,
      'x-shopify-event-id': randomUUID(),
      'x-shopify-triggered-at': new Date(at).toISOString(),
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    },
    body,
  })
  await response.arrayBuffer()
  return { status: response.status, webhookId }
}
