import { Banner } from '@shopify/polaris'

/** A run that is not over keeps its project from starting another. @param waits what must wait. */
export function LiveRunBanner({ runId, waits }: { runId: string | null; waits: string }) {
  if (runId === null) return null
  return (
    <Banner
      title="A run of this project is not finished"
      action={{ content: 'See the run', url: `/app/runs/${runId}` }}
    >
      <p>{waits} when it is finished or cancelled.</p>
    </Banner>
  )
}
