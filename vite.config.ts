import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig } from 'vite'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

// `shopify app dev` puts the app behind a tunnel; without it everything is on loopback.
const appUrl = new URL(process.env['SHOPIFY_APP_URL'] ?? 'http://localhost')
const isLocal = ['localhost', '127.0.0.1'].includes(appUrl.hostname)

export default defineConfig({
  server: {
    port: Number(process.env['PORT'] ?? 3000),
    allowedHosts: isLocal ? [] : [appUrl.hostname],
    hmr: isLocal
      ? { protocol: 'ws' }
      : {
          protocol: 'wss',
          host: appUrl.hostname,
          port: Number(process.env['FRONTEND_PORT'] ?? 8002),
          clientPort: 443,
        },
    // Shopify's admin asks before it frames; the app's own routes answer that.
    cors: { preflightContinue: true },
    fs: { allow: ['app', 'node_modules'] },
  },
  build: { assetsInlineLimit: 0 },
  // Named, not discovered: discovery finds the server's packages too, while the first page is
  // already open, and reloads it with a second React.
  optimizeDeps: {
    noDiscovery: true,
    include: [
      'react',
      'react/jsx-runtime',
      'react/jsx-dev-runtime',
      'react-dom',
      'react-dom/client',
      '@remix-run/react',
      '@shopify/app-bridge-react',
      '@shopify/polaris',
      '@shopify/shopify-app-remix/react',
    ],
  },
  plugins: [
    remix({
      ignoredRouteFiles: ['**/*'],
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        v3_singleFetch: true,
        v3_routeConfig: true,
      },
    }),
  ],
})
