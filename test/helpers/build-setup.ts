import { buildIfStale } from '../../scripts/build-if-stale.ts'

/** Built once, before the files that need it start side by side. */
export default buildIfStale
