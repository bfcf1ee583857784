import { describe, expect, it } from 'vitest'
import { attributesOf } from '#app/migration/carts/magento/facts/attributes.ts'
import { ALL_ATTRIBUTES, attribute, read } from './product-fixture.ts'

const described = (html: string) => read({ custom_attributes: [attribute('description', html)] })

describe('pictures', () => {
  const entries = [
    { file: '/a/b/back.jpg', types: [], disabled: false, position: 1, media_type: 'image' },
    {
      file: '/a/b/main one.jpg',
      types: ['image'],
      disabled: false,
      position: 2,
      label: 'Front',
      media_type: 'image',
    },
    { file: '/a/b/old.jpg', types: [], disabled: true, position: 3, media_type: 'image' },
    {
      file: '/a/b/film.jpg',
      types: [],
      disabled: false,
      position: 4,
      media_type: 'external-video',
    },
  ]

  it('stand with the base image first; hidden ones and films stay behind and are told', () => {
    const { record, told } = read({ media_gallery_entries: entries })
    expect(record.images).toEqual([
      {
        sourceId: '/a/b/main one.jpg',
        url: 'https://shop.example/media/catalog/product/a/b/main%20one.jpg',
        alt: 'Front',
      },
      {
        sourceId: '/a/b/back.jpg',
        url: 'https://shop.example/media/catalog/product/a/b/back.jpg',
        alt: '',
      },
    ])
    expect(told).toHaveLength(2)
    expect(told[0]).toContain('old.jpg')
    expect(told[1]).toContain('1 video')
  })
})

describe('pictures of older versions', () => {
  it('are the base image among the attributes, where no gallery is sent', () => {
    const image = attribute('image', '/a/b/main.jpg')
    const of = (...attributes: unknown[]) => read({ custom_attributes: attributes }).record.images
    expect(of(image, attribute('image_label', 'Front'))).toEqual([
      {
        sourceId: '/a/b/main.jpg',
        url: 'https://shop.example/media/catalog/product/a/b/main.jpg',
        alt: 'Front',
      },
    ])
    expect(of(attribute('image', 'no_selection'))).toEqual([])
  })
})

describe('descriptions', () => {
  it('have the real addresses of pictures that a directive names', () => {
    const { record, told } = described(
      '<img src="{{media url=wysiwyg/size.jpg}}"><img src="{{media url=&quot;wysiwyg/b.jpg&quot;}}"><img src=\'{{media url="wysiwyg/c.jpg"}}\'>',
    )
    expect(record.descriptionPictures).toEqual([
      'https://shop.example/media/wysiwyg/size.jpg',
      'https://shop.example/media/wysiwyg/b.jpg',
      'https://shop.example/media/wysiwyg/c.jpg',
    ])
    expect(record.descriptionHtml).not.toContain('{{')
    expect(told).toEqual([])
  })

  it('have them also where the editor wrote the directive into an address of the admin', () => {
    const code = Buffer.from('{{media url="wysiwyg/size.jpg"}}')
      .toString('base64')
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=/g, ',')
    const { record } = described(
      `<img src="https://shop.example/admin/cms/wysiwyg/directive/___directive/${code}/key/abc/">`,
    )
    expect(record.descriptionHtml).toBe('<img src="https://shop.example/media/wysiwyg/size.jpg">')
  })

  it('lead to the store where a directive does', () => {
    const { record } = described('<a href="{{store url=\'sale.html\'}}">Sale</a>')
    expect(record.descriptionHtml).toBe('<a href="https://shop.example/sale.html">Sale</a>')
  })

  it('lose widgets and blocks, which is told by their names', () => {
    const { record, told } = described(
      '<p>Before</p>{{widget type="Magento\\CatalogWidget\\Block\\X" a="1"}}{{block id="7"}}<p>After {{size}}</p>',
    )
    expect(record.descriptionHtml).toBe('<p>Before</p><p>After {{size}}</p>')
    expect(told[0]).toContain('“widget”, “block”')
  })

  it('are read in time however odd they are', () => {
    const odd = [
      `{{media url=${'{'.repeat(5_000)}${'"'.repeat(5_000)}`,
      `data:image/png;base64,${'A'.repeat(200_000)}/___directive/x/`,
      '___directive/'.repeat(20_000),
    ].join(' ')
    const began = performance.now()
    described(odd)
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

describe('attributes', () => {
  it('arrive as their options are called, as text or as a list', () => {
    const of = (value: unknown) => read({ custom_attributes: [attribute('material', value)] })
    expect(of('12,15').metafields.material).toBe('Oak, Steel')
    expect(of(['12', '15']).metafields.material).toBe('Oak, Steel')
    expect(of('').record.metafields).toEqual([])
    expect(of('12,99').metafields.material).toBe('Oak, 99')
    expect(of('12,99').told[0]).toContain('“Material: 99”')
  })

  it('of a module nobody knows arrive under their code, and those of the theme do not', () => {
    const { record } = read({
      custom_attributes: [
        attribute('fabric_care', 'Wash cold'),
        attribute('options_container', 'container2'),
        attribute('swatch_image', 'no_selection'),
      ],
    })
    expect(record.metafields).toEqual([
      {
        key: 'fabric_care',
        name: 'Fabric care',
        type: 'multi_line_text_field',
        value: 'Wash cold',
      },
    ])
  })

  it('are called as the chosen store view calls them', () => {
    const names = (storeId: number) =>
      attributesOf(ALL_ATTRIBUTES, storeId).byCode.get('size')?.label
    expect(names(1)).toBe('Size')
    expect(names(2)).toBe('Größe')
  })

  it('have directives filled in, and what only the old store could fill in is told', () => {
    const { metafields, told } = read({
      custom_attributes: [
        attribute('care', '<img src="{{media url=wysiwyg/care.jpg}}">{{block id="3"}}'),
        attribute('offers', '{{widget type="X"}}'),
      ],
    })
    expect(metafields).toEqual({ care: '<img src="https://shop.example/media/wysiwyg/care.jpg">' })
    expect(told[0]).toContain('Texts among this product’s attributes contain directives')
  })

  it('are read from a dictionary by code, as some modules answer', () => {
    expect(read({ custom_attributes: { material: '12' } }).metafields.material).toBe('Oak')
    expect(read({ custom_attributes: {} }).record.metafields).toEqual([])
  })

  it('that are a maker and a barcode arrive once', () => {
    const { record } = read({
      custom_attributes: [attribute('manufacturer', '7'), attribute('upc', '012345678905')],
    })
    expect(record.vendor).toBe('Pier & Sons')
    expect(record.variants[0]?.barcode).toBe('012345678905')
    expect(record.metafields).toEqual([])
  })
})
