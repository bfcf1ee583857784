import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, Outlet, useLoaderData, useLocation, useNavigation } from '@remix-run/react'
import { NavMenu, useAppBridge } from '@shopify/app-bridge-react'
import { AppProvider } from '@shopify/shopify-app-remix/react'
import { useEffect, useState } from 'react'
import { env } from '#app/env.server.ts'
import { embeddedHeaders, merchant } from '#app/web/merchant.server.ts'
import type { FrameData } from '#app/ui/shared/page/frame.ts'
import { useKeptFocus } from '#app/ui/shared/page/keep-focus.ts'
import { PageSkeleton } from '#app/ui/shared/page/page-skeleton.tsx'
import { PlainError } from '#app/ui/shared/page/plain-error.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const { zone } = await merchant(request)
  return {
    apiKey: env().SHOPIFY_API_KEY,
    appBridgeUrl: env().APP_BRIDGE_URL ?? null,
    zone,
  } satisfies FrameData
}

export const headers = embeddedHeaders

/** What the frame shows does not change while the merchant works in it. */
export const shouldRevalidate = () => false

export default function App() {
  const { apiKey } = useLoaderData<typeof loader>()
  // App Bridge itself stands in the head of the document (root.tsx).
  return (
    <AppProvider isEmbeddedApp={false} apiKey={apiKey}>
      <NavMenu>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/todo">To do</Link>
        <Link to="/app/verify">Verify</Link>
        <Link to="/app/runs">Runs</Link>
        <Link to="/app/projects">Migration Tool Management</Link>
        <Link to="/app/settings">Settings</Link>
      </NavMenu>
      <Screen />
    </AppProvider>
  )
}

const SKELETON_AFTER_MS = 300

/** The screen, or its outline while another one is on its way for longer than a blink. */
function Screen() {
  const navigation = useNavigation()
  const location = useLocation()
  const shopify = useAppBridge()
  const isBusy = navigation.state !== 'idle'
  const isLeaving =
    navigation.state === 'loading' &&
    navigation.formMethod === undefined &&
    navigation.location.pathname !== location.pathname
  const leavingKey = isLeaving ? navigation.location.key : null
  const [slowKey, setSlowKey] = useState<string | null>(null)
  useKeptFocus()

  useEffect(() => {
    shopify.loading(isBusy)
  }, [shopify, isBusy])

  useEffect(() => {
    if (leavingKey === null) return
    const timer = setTimeout(() => setSlowKey(leavingKey), SKELETON_AFTER_MS)
    return () => clearTimeout(timer)
  }, [leavingKey])

  return leavingKey !== null && slowKey === leavingKey ? <PageSkeleton /> : <Outlet />
}

/** Without the frame there is no Polaris either, so the page is a plain one. */
export function ErrorBoundary() {
  return <PlainError />
}
