/** In how many runs a failure that may heal is tried by itself. */
export const MAX_TRIES = 5
