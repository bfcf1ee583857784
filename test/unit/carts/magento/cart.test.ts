import { expect, test } from 'vitest'
import { magento } from '#app/migration/carts/magento/cart.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { saidOf } from './magento-said.ts'

const typed = (name: string, text: string) => {
  const field = magento.fields.find((each) => each.name === name)
  const read = field?.accepts(text)
  return read && 'value' in read ? read.value : read && saidOf(read.wrong)
}

test('the access token must be there, and the other three values may be left out', () => {
  expect(typed('accessToken', ' ')).toBe('Enter the access token.')
  expect(typed('accessToken', ' abc123 ')).toBe('abc123')
  expect(typed('accessTokenSecret', '')).toBe('')
  expect(typed('consumerKey', '')).toBe('')
  expect(typed('consumerSecret', '')).toBe('')
})

test('a value that no header can hold is refused where it was typed', () => {
  expect(typed('consumerKey', 'ключ')).toMatch(/\.$/)
})

test('a store view goes by its code, and none stands for all of the store', () => {
  expect(typed('storeView', '')).toBe('')
  expect(typed('storeView', ' german_b2c ')).toBe('german_b2c')
  expect(typed('storeView', '../V1/customers')).toContain('isn’t a store view code')
  expect(typed('storeView', 'German view')).toContain('isn’t a store view code')
})

test('secrets are typed blind', () => {
  const secrets = magento.fields.filter(({ isSecret }) => isSecret).map(({ name }) => name)
  expect(secrets).toEqual(['accessToken', 'accessTokenSecret', 'consumerSecret'])
})

test('each kind says how its changes are found, and what is seen by a full check or not at all', () => {
  for (const kind of KINDS) {
    const { changesFoundBy, onlyComparisonSees, cannotSee } = magento.capabilities.kinds[kind]
    const sentences = [changesFoundBy, ...onlyComparisonSees, ...cannotSee].map(saidOf)
    expect(sentences.length).toBeGreaterThan(3)
    expect(new Set(sentences).size).toBe(sentences.length)
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/s)
  }
})

test('what stays behind is said once for each reason', () => {
  const sentences = magento.neverMoved.map(saidOf)
  expect(sentences.length).toBeGreaterThan(10)
  expect(new Set(sentences).size).toBe(sentences.length)
})
