import type { LoaderFunctionArgs } from '@remix-run/node'
import { embeddedHeaders, merchant, notFound } from '#app/web/merchant.server.ts'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'

/** Any address under /app that is none of the screens. */
export async function loader({ request }: LoaderFunctionArgs) {
  await merchant(request)
  throw notFound()
}

export const headers = embeddedHeaders

export default function NotFoundPage() {
  return null
}

export const ErrorBoundary = RouteError
