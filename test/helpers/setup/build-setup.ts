import { buildIfStale } from '../../../scripts/stack/build-if-stale.ts'

/** Built once, before the files that need it start side by side. */
export default buildIfStale
