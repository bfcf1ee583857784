import { Registry } from 'prom-client'
import { expect, it, vi } from 'vitest'
import { lookAt } from '#app/platform/event-loop.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createMetrics } from '#app/platform/metrics.server.ts'

it('a run that starves its process is seen, by name in the log and as a number', async () => {
  const metrics = createMetrics(new Registry())
  const warn = vi.fn()
  const watch = {
    logger: { ...silentLogger, warn } as typeof silentLogger,
    metrics,
    during: () => ({ runs: ['run-1'] }),
  }
  const delay = { max: 0, reset: vi.fn() }

  lookAt({ ...delay, max: 999e6 }, watch)
  expect(warn).not.toHaveBeenCalled()
  lookAt({ ...delay, max: 41_000e6 }, watch)
  expect(warn).toHaveBeenCalledWith({ ms: 41_000, runs: ['run-1'] }, expect.any(String))
  expect(delay.reset).toHaveBeenCalledTimes(2)
  expect(await metrics.registry.metrics()).toContain('rdm_event_loop_stalls_total 1')
})
