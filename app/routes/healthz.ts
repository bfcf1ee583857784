import { createHealthCheck } from '#app/web/health.server.ts'
import { services } from '#app/services.server.ts'

let check: (() => Promise<Response>) | undefined

/** Where Vite serves the app; in production the web server answers before it comes here. */
export function loader(): Promise<Response> {
  check ??= createHealthCheck(services().logger)
  return check()
}
