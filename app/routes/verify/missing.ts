import type { LoaderFunctionArgs } from '@remix-run/node'
import { idFrom, merchant, orNotFound } from '#app/web/merchant.server.ts'
import { oneFileEach } from '#app/routes/verify/one-file-each.server.ts'
import { missingReport } from '#app/verification/proof-report.server.ts'

/** What did not arrive in Shopify, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { services, shop } = await merchant(request)
  const runId = idFrom(params['runId'])
  return oneFileEach(shop, () => orNotFound(missingReport(services, shop, runId)))
}
