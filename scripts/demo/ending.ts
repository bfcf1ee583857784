/** A record that did not arrive, and why. */
export type NotArrived = { kind: string; sourceId: string; why: string }

/** How the story ends in words: never well while anything is missing that is not impossible on purpose. */
export function endingLines(story: {
  /** Whatever should not have happened, each a sentence. */
  faults: readonly string[]
  /** Records of the invented store that no Shopify store can take. */
  impossible: readonly NotArrived[]
  ms: number
  logDir: string
}): string[] {
  const { faults, impossible } = story
  return [
    '',
    ...(impossible.length === 0
      ? []
      : [
          `  ${impossible.length} records of this invented store are impossible on purpose. Each was told, and stayed there:`,
          ...impossible.map(notArrivedText).map((text) => `    ${text}`),
        ]),
    ...faults.map((fault) => `✗ ${fault}`),
    faults.length === 0
      ? `✓ ${impossible.length === 0 ? 'Everything' : 'Everything else'} arrived once and as the old store has it, in ${(story.ms / 1000).toFixed(0)} seconds.`
      : `✗ Not everything is as it should be: ${faults.length === 1 ? 'the line above says what' : `the ${faults.length} lines above say what`}. The logs are in ${story.logDir}`,
  ]
}

export function notArrivedText({ kind, sourceId, why }: NotArrived): string {
  return `${kind} ${sourceId}: ${why}`
}

/** Where to look once the story is told. */
export function whatToTry(stack: {
  adminAppUrl: string
  /** The invented store; null where somebody brought one. */
  source: { url: string; typed: Readonly<Record<string, string>> } | null
}): string[] {
  // The keys of an invented store that is gone with this process, to try Connect and Reconnect with.
  const keys = Object.entries(stack.source?.typed ?? {}).map(
    ([field, value]) => `    ${inWords(field).padEnd(36)}${value}`,
  )
  return [
    `\n  The store admin, with the app in it:  ${stack.adminAppUrl}`,
    ...(stack.source
      ? [`  The old store:                        ${stack.source.url}`, ...keys]
      : []),
    '\n  Change something in the old store, then run Recent Data in the app. Ctrl-C stops everything.',
  ]
}

/** "consumerKey" → "consumer key" */
function inWords(field: string): string {
  return field.replace(/[A-Z]/g, (sign) => ` ${sign.toLowerCase()}`)
}
