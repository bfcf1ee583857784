import { describe, expect, it } from 'vitest'
import { inSteps, isFinerThan, vanishes } from '#app/migration/carts/kit/product/price-steps.ts'

describe('prices that are finer than their currency', () => {
  it('are told from those that are not by the currency’s own places', () => {
    expect(isFinerThan('0.025', 'USD')).toBe(true)
    expect(isFinerThan('0.0250', 'KWD')).toBe(false)
    expect(isFinerThan('10.5', 'JPY')).toBe(true)
    expect(isFinerThan('10.50', null)).toBe(false)
  })

  it('are written as the currency counts them', () => {
    expect(inSteps('3.3333', 'USD')).toBe('3.33')
    expect(inSteps('10.5', 'JPY')).toBe('11')
  })

  it('vanish where nothing of them is left, which is not the same as costing nothing', () => {
    expect(vanishes('0.004', 'USD')).toBe(true)
    expect(vanishes('0.005', 'USD')).toBe(false)
    expect(vanishes('0', 'USD')).toBe(false)
  })
})
