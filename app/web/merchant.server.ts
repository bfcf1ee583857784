import { redirect, type HeadersFunction, type LoaderFunctionArgs } from '@remix-run/node'
import { boundary } from '@shopify/shopify-app-remix/server'
import { z } from 'zod'
import { rememberShop } from '#app/shop/install.server.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { services, type Services } from '#app/services.server.ts'
import { authenticateAdmin } from '#app/shopify.server.ts'

export type Merchant = {
  services: Services
  /** The store's domain: every domain call is made for this store and no other. */
  shop: string
  /** Shopify's id of the member of staff who is signed in; null where Shopify does not say. */
  staff: string | null
  /** IANA zone in which the store's admin shows times. */
  zone: string
  /**
   * A page load, not what an open page asks for. It is painted from what is known and ends with that,
   * so that it keeps no connection for a store that is slow; the open page asks for the rest at once.
   */
  isDocument: boolean
  /** A redirect to another screen that keeps what makes the page an embedded one. */
  goTo(path: string): Response
}

/**
 * Who asks: the store that Shopify's session token names.
 * @throws Response of Shopify's library when there is no valid token.
 */
export async function merchant(request: Request): Promise<Merchant> {
  const { session, sessionToken } = await authenticateAdmin(request)
  const wired = services()
  const { shop } = session
  const where = { domain: shop, uninstalledAt: null }
  let row = await wired.prisma.shop.findFirst({ where })
  if (!row) {
    // Another request of the same page load may still be preparing the store.
    await rememberShop(wired, shop)
    row = await wired.prisma.shop.findFirstOrThrow({ where })
  }
  return {
    services: wired,
    shop,
    staff: sessionToken?.sub ?? null,
    zone: row.timezone ?? 'UTC',
    isDocument: isDocument(request),
    goTo: (path) => redirect(embeddedPath(request, path)),
  }
}

declare module '@remix-run/node' {
  interface AppLoadContext {
    /** Ends with the web process; absent in development. */
    draining?: AbortSignal
  }
}

/** Ends when nobody waits for this page any more, or the process stops. */
export function waiterOf({ request, context }: LoaderFunctionArgs): AbortSignal {
  return context.draining ? AbortSignal.any([request.signal, context.draining]) : request.signal
}

/** Requests of the running app carry their token in a header, a page load has it in its address. */
function isDocument(request: Request): boolean {
  return !request.headers.has('authorization')
}

/**
 * A page load has the store and the host in its address too, and would be sent to the login page
 * without them.
 */
function embeddedPath(request: Request, path: string): string {
  if (!isDocument(request)) return path
  const [pathname = '', search] = path.split('?')
  const params = new URL(request.url).searchParams
  for (const [name, value] of new URLSearchParams(search)) params.set(name, value)
  return `${pathname}?${params}`
}

/**
 * What a domain call gives, or 404 when it is not there or belongs to another store.
 * @throws Response with status 404
 */
export async function orNotFound<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (error instanceof NotFound) throw notFound(error.message)
    throw error
  }
}

const NOT_HERE = 'This page does not exist in this store.'

export function notFound(message: string = NOT_HERE) {
  return new Response(message, { status: 404 })
}

/** An id out of the address; anything that is not one cannot exist. */
export function idFrom(text: string | null | undefined): string {
  const id = z.uuid().safeParse(text)
  if (!id.success) throw notFound()
  return id.data
}

/** Every embedded route exports this: it carries the headers of Shopify's library through. */
export const embeddedHeaders: HeadersFunction = (headers) => boundary.headers(headers)
