import type { LoaderFunctionArgs } from '@remix-run/node'
import { idFrom, merchant, orNotFound } from '#app/web/merchant.server.ts'
import { oneFileEach } from '#app/routes/verify/one-file-each.server.ts'
import { proofReport } from '#app/verification/proof-report.server.ts'

/** What a run brought, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { services, shop } = await merchant(request)
  const runId = idFrom(params['runId'])
  return oneFileEach(shop, () => orNotFound(proofReport(services, shop, runId)))
}
