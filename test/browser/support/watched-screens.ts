import axe, { type AxeResults } from 'axe-core'
import type { Frame, Page } from 'playwright-core'
import { expect } from 'vitest'

/** How far a screen may jump while it comes to rest (Cumulative Layout Shift), between two looks. */
const MOST_SHIFT = 0.02

type Shift = { value: number; at: number; moved: string[] }

declare global {
  interface Window {
    axe: { run(context: Node, options: object): Promise<AxeResults> }
    layoutShifts: Shift[]
  }
}

/** Counts, in every frame that opens from now on, what jumps without a key or a finger having moved it. */
async function countShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.layoutShifts = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!('hadRecentInput' in entry) || entry.hadRecentInput || !('value' in entry)) continue
        const sources = 'sources' in entry && Array.isArray(entry.sources) ? entry.sources : []
        window.layoutShifts.push({
          value: Number(entry.value),
          at: entry.startTime,
          moved: sources.map(({ node }: { node: Node | null }) =>
            (node?.textContent ?? '').trim().slice(0, 60),
          ),
        })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** The document of the app, inside the admin around it. */
async function appFrame(page: Page): Promise<Frame> {
  const element = await page.locator('#app-frame').elementHandle()
  const frame = await element?.contentFrame()
  if (!frame) throw new Error('The app is not open')
  return frame
}

/** What axe finds wrong for people who cannot see the screen well, or at all. */
async function violations(frame: Frame): Promise<string[]> {
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source)
  const found = await frame.evaluate(async () => {
    // Still an experiment of axe, but what people who speak to their screen depend on.
    const rules = { 'label-content-name-mismatch': { enabled: true } }
    // Neither names the nodes in CSS, which nobody reads, nor fetches what only films are judged by.
    const lean = { resultTypes: ['violations'], selectors: false, preload: false }
    return await window.axe.run(document, { ...lean, rules })
  })
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 200)}`)
}

/** Names that do not begin with what is to be read there: whoever says what they see is not understood. */
async function namedOtherwise(frame: Frame): Promise<string[]> {
  return await frame
    .getByRole('button')
    .or(frame.getByRole('link'))
    .evaluateAll((elements) => {
      const plain = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim()
      return elements.flatMap((element) => {
        const [name, text] = [plain(element.getAttribute('aria-label')), plain(element.textContent)]
        return name === '' || name.startsWith(text) ? [] : [`“${text}” is called “${name}”`]
      })
    })
}

/** Looks at each screen a test comes by, as somebody does who cannot see it well. */
export async function watchScreens(page: Page) {
  await countShifts(page)
  /** Fails when what is on the screen now jumped on its way here. */
  async function expectStill(screen: string, { mayMove = false } = {}): Promise<void> {
    const frame = await appFrame(page)
    const shifts = await frame.evaluate(() => {
      // What a question of the test laid out before the styles were there was never seen.
      const [seen] = performance.getEntriesByName('first-paint')
      return window.layoutShifts.splice(0).filter(({ at }) => seen && at >= seen.startTime)
    })
    const jumped = shifts.reduce((sum, { value }) => sum + value, 0)
    expect
      .soft(jumped > MOST_SHIFT && !mayMove ? { jumped, shifts } : null, `what jumps on ${screen}`)
      .toBeNull()
  }
  return {
    expectStill,
    /** Fails when what is on the screen now cannot be used by everybody, or jumped on its way here. */
    async expectFit(
      screen: string,
      /** What came of a run or of a form put itself between the cards just now. */
      how: { mayMove?: boolean } = {},
    ): Promise<void> {
      await expectStill(screen, how)
      const frame = await appFrame(page)
      expect.soft(await violations(frame), `what axe says to ${screen}`).toEqual([])
      expect.soft(await namedOtherwise(frame), `names on ${screen}`).toEqual([])
    },
    /** What moved until now is the test's own doing: it gave the window another size. */
    async forget(): Promise<void> {
      const frame = await appFrame(page)
      await frame.evaluate(() => void window.layoutShifts.splice(0))
    },
  }
}
