import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import {
  createOutboundHttp,
  OutboundHttpError,
  type OutboundHttp,
  type OutboundHttpOptions,
} from '#app/platform/outbound-http.server.ts'

const closers: (() => Promise<unknown>)[] = []

/** Closes every server and client of one test: for `afterEach`. */
export async function closeOddServers(): Promise<void> {
  await Promise.all(closers.splice(0).map((close) => close()))
}

/** Runs at the end of the test. */
export function atTheEnd(close: () => Promise<unknown>): void {
  closers.push(close)
}

/** A web server on this machine, on any port. */
export async function serve(listener: RequestListener, address = '127.0.0.1'): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(resolve)
      }),
  )
  return `http://${address}:${(server.address() as AddressInfo).port}`
}

/** A server below HTTP: says what it is told to, and tells when the client went away. */
export async function serveBytes(talk: (write: (bytes: string) => boolean) => void) {
  let left: () => void = () => undefined
  const gone = new Promise<void>((resolve) => (left = resolve))
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('close', () => left())
    socket.once('data', () => talk((bytes) => !socket.destroyed && socket.write(bytes)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, gone }
}

/** The client for addresses that merchants type, here allowed to ask this machine. */
export function client(options: Partial<OutboundHttpOptions> = {}): OutboundHttp {
  const http = createOutboundHttp({ allowPrivateAddresses: true, timeoutMs: 5_000, ...options })
  closers.push(() => http.close())
  return http
}

/** Why a request failed, in the client's own words. */
export async function reasonOf(request: Promise<unknown>): Promise<string> {
  try {
    await request
    return 'answered'
  } catch (error) {
    if (error instanceof OutboundHttpError) return error.reason
    throw error
  }
}
