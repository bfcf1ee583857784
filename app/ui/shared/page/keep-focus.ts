import { useLocation } from '@remix-run/react'
import { useEffect, useRef } from 'react'

const CAN_BE_FOCUSED = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea'

/** Where the focus is, so that it can stay near when the element goes. */
type Place = {
  element: HTMLElement
  /** Around it, from the inside out. */
  around: HTMLElement[]
  /** The row it stands in, by its place in the list. */
  row: { list: HTMLElement; at: number } | null
  /** Where the focus was before a dialog took it. */
  opener: Place | null
}

/**
 * Keeps the focus where the eye is: on the heading after a navigation; where a focused thing is gone
 * (a dialog closed, a row was decided), on what opened the dialog, else on the next row, else on the
 * heading of what it stood in. Without it the focus falls back to the top of the document.
 */
export function useKeptFocus(): void {
  const { pathname } = useLocation()
  const seen = useRef(pathname)

  useEffect(() => {
    if (seen.current === pathname) return
    seen.current = pathname
    focusHeading(document.body)
  }, [pathname])

  useEffect(() => {
    let last: Place | null = null
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target !== document.body) last = placeOf(target, last)
    }
    /** Who presses on nothing takes the focus away: it is not to come back, unless a dialog closes so. */
    const forget = ({ target }: PointerEvent) => {
      const isOnNothing = target instanceof Element && !target.closest('a, button, input, label')
      if (isOnNothing && !last?.opener) last = null
    }
    const restore = () => {
      const { activeElement } = document
      if (!last || (activeElement && activeElement !== document.body)) return
      // A button that waits for its answer gets the focus back when it can be pressed again.
      if (last.element.isConnected && !isUsable(last.element)) return
      focusNear(last)
    }
    const changes = new MutationObserver(restore)
    changes.observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: ['disabled'],
    })
    document.addEventListener('focusin', remember)
    document.addEventListener('pointerdown', forget)
    return () => {
      changes.disconnect()
      document.removeEventListener('focusin', remember)
      document.removeEventListener('pointerdown', forget)
    }
  }, [])
}

/** After a form was refused: to the first field that is marked wrong. */
export function useFocusOnMistake(answer: unknown): void {
  useEffect(() => {
    if (!answer) return
    document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [answer])
}

const isUsable = (element: HTMLElement) => element.isConnected && !element.matches(':disabled')

function placeOf(element: HTMLElement, before: Place | null): Place {
  const around: HTMLElement[] = []
  for (let each = element.parentElement; each; each = each.parentElement) around.push(each)
  const row = element.closest<HTMLElement>('li, tbody tr')
  const list = row?.parentElement ?? null
  const dialog = element.closest('[role="dialog"]')
  const wasInDialog = before?.around.some((each) => each === dialog) ?? false
  return {
    element,
    around,
    row: row && list ? { list, at: [...list.children].indexOf(row) } : null,
    opener: dialog ? (wasInDialog ? (before?.opener ?? null) : before) : null,
  }
}

function focusNear({ element, around, row, opener }: Place): void {
  if (opener) return focusNear(opener)
  if (isUsable(element)) return element.focus()
  const rows = row?.list.isConnected ? [...row.list.children] : []
  const next = rows[Math.min(row?.at ?? 0, rows.length - 1)]
  const inRow = next?.querySelector<HTMLElement>(CAN_BE_FOCUSED)
  if (inRow) return inRow.focus()
  const left = around.find((each) => each.isConnected && each.querySelector('h1, h2, h3'))
  focusHeading(left ?? document.body)
}

function focusHeading(within: HTMLElement): void {
  const heading = within.querySelector<HTMLElement>('h1, h2, h3')
  if (!heading) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: within === document.body })
}
