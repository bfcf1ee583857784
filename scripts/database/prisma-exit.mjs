// Prisma's command line lingers ten seconds on a timer of its schema engine; this lets it end at once.
const original = globalThis.setTimeout
globalThis.setTimeout = (callback, ms, ...args) => {
  const timer = original(callback, ms, ...args)
  if (ms === 10000) timer.unref()
  return timer
}
