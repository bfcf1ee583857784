/** Milliseconds this process has computed: unlike the clock, they stand still while it has to wait. */
export const workedMs = (): number => process.cpuUsage().user / 1000
