import { expect, test } from 'vitest'
import {
  isLive,
  LIVE_STATES,
  nextState,
  RUN_STATES,
  statesAllowing,
  type RunTransition,
} from '#app/runs/run-states.ts'

const TRANSITIONS: readonly RunTransition[] = [
  'claim',
  'request_pause',
  'resume',
  'resume_by_itself',
  'request_cancel',
  'settle_pause',
  'settle_cancel',
  'complete',
  'fail',
]

test('a run goes from queued through running to completed', () => {
  expect(nextState('queued', 'claim')).toBe('running')
  expect(nextState('running', 'complete')).toBe('completed')
})

test('a run that nobody works on pauses and cancels at once', () => {
  expect(nextState('queued', 'request_pause')).toBe('paused')
  expect(nextState('queued', 'request_cancel')).toBe('cancelled')
  expect(nextState('paused', 'request_cancel')).toBe('cancelled')
})

test('a running run pauses and cancels only when its worker says so', () => {
  expect(nextState('running', 'request_pause')).toBe('pausing')
  expect(nextState('pausing', 'settle_pause')).toBe('paused')
  expect(nextState('running', 'request_cancel')).toBe('cancelling')
  expect(nextState('cancelling', 'settle_cancel')).toBe('cancelled')
})

test('cancelling wins over pausing, and pausing never over cancelling', () => {
  expect(nextState('pausing', 'request_cancel')).toBe('cancelling')
  expect(nextState('cancelling', 'request_pause')).toBeNull()
  expect(nextState('cancelling', 'settle_pause')).toBeNull()
})

test('a worker that takes a run over does not forget what the merchant asked for', () => {
  expect(nextState('pausing', 'claim')).toBe('pausing')
  expect(nextState('cancelling', 'claim')).toBe('cancelling')
})

test('only a paused run resumes, and it waits for a worker first', () => {
  expect(statesAllowing('resume')).toEqual(['paused'])
  expect(nextState('paused', 'resume')).toBe('queued')
})

test('only a paused run is tried again by itself, and it waits for a worker like a resumed one', () => {
  expect(statesAllowing('resume_by_itself')).toEqual(['paused'])
  expect(nextState('paused', 'resume_by_itself')).toBe(nextState('paused', 'resume'))
})

test('nothing leads out of a state in which a run has ended', () => {
  for (const state of ['cancelled', 'completed', 'failed'] as const) {
    expect(isLive(state)).toBe(false)
    for (const transition of TRANSITIONS) expect(nextState(state, transition)).toBeNull()
  }
})

test('the live states are those of the index that keeps a project to one live run', () => {
  expect([...LIVE_STATES].sort()).toEqual(['cancelling', 'paused', 'pausing', 'queued', 'running'])
  expect(RUN_STATES).toHaveLength(8)
})
