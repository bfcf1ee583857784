import type { LoaderFunctionArgs } from '@remix-run/node'
import { merchant } from '#app/web/merchant.server.ts'

/** What was deleted in the old store is part of the to-do list now. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { goTo } = await merchant(request)
  throw goTo('/app/todo?tab=deleted')
}
