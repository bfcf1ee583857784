import { wooSays } from '#app/migration/carts/woocommerce/messages/woocommerce.ts'
import { describe, expect, it } from 'vitest'
import { read } from './product-fixture.ts'

const attribute = (name: string, options: string[], more: Record<string, unknown> = {}) => ({
  id: 0,
  name,
  variation: true,
  options,
  ...more,
})
const chosen = (name: string, option: string, id = 0) => ({ id, name, option })
const row = (sku: string, price: string, ...attributes: ReturnType<typeof chosen>[]) => ({
  sku,
  price,
  regular_price: price,
  attributes,
})
const variantsOf = ({ record }: ReturnType<typeof read>) =>
  record.variants.map(({ sku, price, options }) => [
    options.map(({ value }) => value).join('/'),
    price,
    sku,
  ])

describe('a variation finds its place among the attributes of its product', () => {
  it.each([
    ['by its slug', attribute('Chocolate Dipped?', ['No', 'Yes']), 'chocolate-dipped'],
    ['by the name of its taxonomy', attribute('Color', ['No', 'Yes'], { id: 3 }), 'pa_color'],
    [
      'by a slug that lost its accents',
      attribute('Größe über alles', ['No', 'Yes']),
      'grosse-uber-alles',
    ],
    ['by a percent-encoded slug', attribute('Цвет', ['No', 'Yes']), '%d1%86%d0%b2%d0%b5%d1%82'],
    ['where the product lists no values', attribute('Color', []), 'color'],
    ['because no other is left and the value fits', attribute('Color', ['No', 'Yes']), 'shade'],
  ])('%s', (_way, one, name) => {
    const result = read({ type: 'variable', attributes: [one] }, [
      row('N', '10', chosen(name.replace('grosse', 'große'), 'No')),
      row('Y', '14', chosen(name.replace('grosse', 'große'), 'Yes')),
    ])
    expect(variantsOf(result)).toEqual([
      ['No', '10', 'N'],
      ['Yes', '14', 'Y'],
    ])
    expect(result.codes).not.toContain('VARIATION_NOT_MATCHED')
  })

  it('and a value that came as a slug is the value the product spells out', () => {
    const result = read(
      { type: 'variable', attributes: [attribute('Taste', ['Dark Chocolate', 'Milk'])] },
      [row('D', '10', chosen('taste', 'dark-chocolate')), row('M', '10', chosen('taste', 'milk'))],
    )
    expect(variantsOf(result).map(([value]) => value)).toEqual(['Dark Chocolate', 'Milk'])
    expect(result.record.options).toEqual([{ name: 'Taste', values: ['Dark Chocolate', 'Milk'] }])
  })

  it('and never the place of another: 1.5 is not 15', () => {
    const result = read({ type: 'variable', attributes: [attribute('Size', ['15', '20'])] }, [
      row('A', '10', chosen('size', '1.5')),
    ])
    expect(variantsOf(result)).toEqual([['1.5', '10', 'A']])
  })

  it('reads names that are percent-encoded or hold markup', () => {
    const result = read(
      {
        type: 'variable',
        attributes: [attribute('%d1%86%d0%b2%d0%b5%d1%82', ['Красный', 'A<sup>1</sup> &amp; B'])],
      },
      [
        row('K', '10', chosen('%d1%86%d0%b2%d0%b5%d1%82', 'Красный')),
        row('B', '10', chosen('%d1%86%d0%b2%d0%b5%d1%82', 'A<sup>1</sup> &amp; B')),
      ],
    )
    expect(result.record.options).toEqual([{ name: 'цвет', values: ['Красный', 'A1 & B'] }])
  })
})

describe('a variation never vanishes without a word', () => {
  const attributes = [attribute('Color', ['Red', 'Blue'])]

  it('when it names an attribute the product does not have instead of the one it has', () => {
    const result = read({ type: 'variable', attributes }, [
      row('R', '10', chosen('color', 'Red')),
      row('X', '99', chosen('material', 'Oak')),
    ])
    expect(variantsOf(result)).toEqual([['Red', '10', 'R']])
    expect(result.remarks).toContainEqual(
      expect.objectContaining({
        code: 'VARIATION_NOT_MATCHED',
        message: wooSays('variationsNotMatched', { ids: { names: ['8002'], count: 1 } }),
      }),
    )
  })

  it('when others have taken all that it would stand for', () => {
    const result = read({ type: 'variable', attributes }, [
      row('R', '10', chosen('color', 'Red')),
      row('B', '10', chosen('color', 'Blue')),
      row('any', '99'),
    ])
    expect(variantsOf(result)).toHaveLength(2)
    expect(result.codes).toContain('VARIATION_NOT_MATCHED')
  })

  it('when it names one attribute too many: it arrives, the rest is told', () => {
    const result = read({ type: 'variable', attributes }, [
      row('R', '10', chosen('color', 'Red'), chosen('material', 'Oak')),
    ])
    expect(variantsOf(result)).toEqual([['Red', '10', 'R']])
    expect(result.codes).toContain('VARIATION_NOT_MATCHED')
  })

  it('when no attribute is marked as making variants: those the variations name do', () => {
    const result = read(
      { type: 'variable', attributes: [{ id: 0, name: 'Amount', options: ['$10', '$25'] }] },
      [row('T', '10', chosen('amount', '$10')), row('F', '25', chosen('amount', '$25'))],
    )
    expect(result.record.options).toEqual([{ name: 'Amount', values: ['$10', '$25'] }])
    expect(variantsOf(result)).toHaveLength(2)
  })

  it('when nothing tells it apart: its name does, and the merchant hears of it', () => {
    const result = read({ type: 'variable', attributes: [] }, [
      { ...row('T', '10'), name: 'Ten' },
      { ...row('F', '25'), name: '' },
    ])
    expect(variantsOf(result)).toEqual([
      ['Ten', '10', 'T'],
      ['F', '25', 'F'],
    ])
    expect(result.codes).toContain('VARIATION_NOT_MATCHED')
  })

  it('whatever the type of its product calls itself', () => {
    const result = read(
      {
        type: 'pw-gift-card',
        price: '',
        regular_price: '',
        variations: [8001, 8002],
        attributes: [attribute('Gift Card Amount', ['$10', '$25'])],
      },
      [
        row('T', '10', chosen('gift-card-amount', '$10')),
        row('F', '25', chosen('gift-card-amount', '$25')),
      ],
    )
    expect(result.record.status).toBe('draft')
    expect(variantsOf(result)).toEqual([
      ['$10', '10', 'T'],
      ['$25', '25', 'F'],
    ])
    expect(result.codes).toEqual(['PRODUCT_TYPE_NOT_KNOWN'])
  })
})

describe('what no store can hold is told, and not worked out', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => i)

  it('variations by more attributes than anybody can choose from', () => {
    const attributes = many(31).map((i) => attribute(`a${i}`, ['x']))
    const attempt = () => read({ type: 'variable', attributes }, [row('A', '1', chosen('a1', 'x'))])
    expect(attempt).toThrow(/tooManyOptions {"count":31,"most":3}/)
  })

  it('variations for "any" that hide behind others in thousands of ways', () => {
    const attributes = many(10).map((i) => attribute(`a${i}`, ['x', 'y']))
    const fixed = many(1024).map((i) =>
      row(`F${i}`, '1', ...many(10).map((bit) => chosen(`a${bit}`, (i >> bit) & 1 ? 'x' : 'y'))),
    )
    const hidden = many(600).map((i) => {
      const values = many(6).map((at) => ['x', 'y', ''][Math.floor(i / 3 ** at) % 3] ?? '')
      return row(`H${i}`, '1', ...values.map((value, at) => chosen(`a${at}`, value)))
    })
    const attempt = () => read({ type: 'variable', attributes }, [...fixed, ...hidden])
    expect(attempt).toThrow(/tooManyOptions {"count":10,"most":3}/)
  })
})
