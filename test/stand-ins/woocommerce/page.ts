import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { IncomingMessage } from 'node:http'
import type { StorySummary } from './dataset/story.ts'
import type { WooState } from './state.ts'

type App = Hono<{ Bindings: { incoming: IncomingMessage } }>

export function mountPage(
  app: App,
  { state }: { state: WooState; story: () => Promise<StorySummary> },
) {
  app.get('/', (context) =>
    context.html(html`<!doctype html><title>${state.settings.name}</title>`),
  )
}
