import type { Clock } from './clock.ts'
import type { OutboundHttp } from './outbound-http.server.ts'

/** The same client; with the signal every request under way ends, and none begins any more. */
export function abortableHttp(http: OutboundHttp, signal: AbortSignal): OutboundHttp {
  return {
    ...http,
    request: async (url, init) => {
      signal.throwIfAborted()
      const own = init?.signal ? AbortSignal.any([init.signal, signal]) : signal
      return http.request(url, { ...init, signal: own })
    },
  }
}

/** The same clock; with the signal nobody sleeps any more. */
export function abortableClock(clock: Clock, signal: AbortSignal): Clock {
  return {
    now: () => clock.now(),
    sleep: (ms, own) => clock.sleep(ms, own ? AbortSignal.any([own, signal]) : signal),
  }
}
