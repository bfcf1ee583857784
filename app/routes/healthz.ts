import { services } from '#app/services.server.ts'

/** For load balancers: 200 when this process reaches its database, 503 when it does not. */
export async function loader(): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' }
  try {
    await services().prisma.$queryRaw`select 1`
    return Response.json({ ok: true }, { headers })
  } catch (error) {
    services().logger.error({ err: error }, 'The database does not answer')
    return Response.json(
      { ok: false, reason: 'The database does not answer.' },
      { status: 503, headers },
    )
  }
}
