import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteLoaderData,
} from '@remix-run/react'
import type { LinksFunction, MetaFunction } from '@remix-run/node'
import type { ReactNode } from 'react'
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url'
import { FRAME_ROUTE, type FrameData } from '#app/ui/shared/page/frame.ts'
import { PlainError } from '#app/ui/shared/page/plain-error.tsx'
import appStyles from '#app/ui/app.css?url'
import plainStyles from '#app/ui/shared/page/plain-page.css?url'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: polarisStyles },
  { rel: 'stylesheet', href: appStyles },
  { rel: 'stylesheet', href: plainStyles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export const meta: MetaFunction = () => [{ title: 'Recent Data Migration' }]

/** Where Shopify serves App Bridge; it has to come from there. */
const APP_BRIDGE = 'https://cdn.shopify.com/shopifycloud/app-bridge.js'

/**
 * App Bridge has to be the first script of the head on every embedded page, and on no other: outside
 * the frame it would send the visitor away.
 */
function AppBridge() {
  const embedded = useRouteLoaderData<FrameData>(FRAME_ROUTE)
  if (!embedded) return null
  return (
    <>
      <meta name="shopify-api-key" content={embedded.apiKey} />
      <script src={embedded.appBridgeUrl ?? APP_BRIDGE} />
    </>
  )
}

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <AppBridge />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}

/** Errors outside the embedded screens, where Polaris and App Bridge are not loaded. */
export function ErrorBoundary() {
  return <PlainError />
}
