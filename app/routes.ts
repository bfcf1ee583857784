import { index, route, type RouteConfig } from '@remix-run/route-config'

export default [
  index('routes/start.tsx'),
  route('healthz', 'routes/healthz.ts'),
  route('auth/login', 'routes/auth-login.tsx'),
  route('auth/*', 'routes/auth.ts'),
  route('webhooks/*', 'routes/webhooks.ts'),
  route('app', 'routes/app.tsx', [
    index('routes/home.tsx'),
    route('connect', 'routes/connect.tsx'),
    route('estimate', 'routes/estimate.tsx'),
    route('runs', 'routes/runs.tsx'),
    route('runs/:id', 'routes/run.tsx'),
    route('verify', 'routes/verify.tsx'),
    route('verify/:runId', 'routes/verify-run.tsx'),
    route('verify/:runId/report', 'routes/verify-report.ts'),
    route('verify/:runId/missing', 'routes/verify-missing.ts'),
    route('check', 'routes/check.ts'),
    route('deleted', 'routes/deleted.tsx'),
    route('did-not-arrive', 'routes/did-not-arrive.tsx'),
    route('retry', 'routes/retry.ts'),
    route('relink', 'routes/relink.tsx'),
    route('projects', 'routes/projects.tsx'),
    route('settings', 'routes/settings.tsx'),
    route('privacy-exports/:id', 'routes/privacy-export.ts'),
    route('*', 'routes/not-found.tsx'),
  ]),
] satisfies RouteConfig
