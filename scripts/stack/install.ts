import { z } from 'zod'

const settingsSchema = z.object({ frameUrl: z.url() })

/**
 * Opens the app in the store's admin as a merchant's browser would: the admin's page names the frame,
 * the frame's address carries a session token, and the app exchanges it for an access token.
 * @throws Error that says which step did not answer as expected.
 */
export async function installThroughAdmin(adminAppUrl: string): Promise<void> {
  let url = await frameUrl(adminAppUrl)
  for (let hops = 0; hops < 5; hops++) {
    const answer = await fetch(url, { redirect: 'manual', headers: { 'user-agent': BROWSER } })
    const location = answer.headers.get('location')
    if (answer.status >= 300 && answer.status < 400 && location) {
      url = new URL(location, url)
      continue
    }
    if (answer.ok) return
    throw new Error(`The app answered HTTP ${answer.status} when it was opened in the admin.`)
  }
  throw new Error('The app kept redirecting when it was opened in the admin.')
}

/** Where the admin's page loads the app from, with a session token that is good for a minute. */
export async function frameUrl(adminAppUrl: string): Promise<URL> {
  const page = await fetch(adminAppUrl)
  const html = await page.text()
  const settings = /id="frame-settings">([^<]+)</.exec(html)?.[1]
  if (!page.ok || !settings) throw new Error(`The admin shows no app frame (HTTP ${page.status}).`)
  return new URL(settingsSchema.parse(JSON.parse(settings)).frameUrl)
}

/** Shopify's library turns away clients that do not look like a browser. */
export const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36'
