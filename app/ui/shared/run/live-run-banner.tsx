import { Banner } from '@shopify/polaris'

/** A run that is not over keeps its project from starting another. @param waits what must wait. */
export function LiveRunBanner({ runId, waits }: { runId: string | null; waits: string }) {
  if (runId === null) return null
  return (
    <Banner
      title="A run isn’t finished yet"
      action={{ content: 'See the run', url: `/app/runs/${runId}` }}
    >
      <p>{waits} once it is finished or cancelled.</p>
    </Banner>
  )
}
