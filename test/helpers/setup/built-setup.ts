import { inject } from 'vitest'

// The build goes on beside the first files: what needs it waits here.
const answer = await fetch(inject('buildUrl'))
if (!answer.ok) throw new Error(await answer.text())
