// Preload for `node --import`: a worker whose harness was killed must not go on for ever.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
}, 1000).unref()
