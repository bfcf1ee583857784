import type { ActionFunctionArgs } from '@remix-run/node'
import { ZodError } from 'zod'
import { answerWebhook } from '#app/privacy/answer-webhook.server.ts'
import { topicOf } from '#app/privacy/webhook-topics.ts'
import { services } from '#app/services.server.ts'
import { authenticateWebhook } from '#app/shopify.server.ts'

/** Uninstall and privacy webhooks. Shopify repeats what is not answered 2xx within five seconds. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { topic: name, shop, webhookId, payload } = await authenticateWebhook(request)
  const topic = topicOf(name)
  if (!topic) return new Response('This app does not know that topic.', { status: 404 })
  try {
    await answerWebhook(services(), {
      id: webhookId,
      shop,
      topic,
      payload,
      triggeredAt: timeOf(request.headers.get('x-shopify-triggered-at')),
    })
  } catch (error) {
    if (error instanceof ZodError) return new Response('Not a known payload.', { status: 400 })
    throw error
  }
  return new Response()
}

function timeOf(text: string | null): Date | null {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? null : new Date(time)
}

/** Only Shopify comes here, and only with POST. */
export function loader(): Response {
  return new Response('Method not allowed', { status: 405, headers: { Allow: 'POST' } })
}
