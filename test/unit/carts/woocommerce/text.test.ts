import { withoutTags } from '#app/migration/carts/kit/text/text.ts'
import { percentDecoded } from '#app/migration/carts/woocommerce/slug-text.ts'
import { describe, expect, it } from 'vitest'

describe('text out of HTML', () => {
  it.each([
    ['<p>thin</p>\n', 'thin'],
    ['Coffee<br>1 kg <sup>&reg;</sup>', 'Coffee 1 kg ®'],
    ['H<sub>2</sub>O and <b class="x">more</b>', 'H2O and more'],
    ['Paid via <a href="https://x.example">link</a> &amp; done', 'Paid via link & done'],
    ['one<div>two</div><!-- three -->', 'one two'],
    ['Tea&nbsp;&nbsp;for two', 'Tea for two'],
  ])('%j is %j', (html, text) => {
    expect(withoutTags(html)).toBe(text)
  })

  it.each([
    'Hose 5 < 6 mm, wall > 2 mm',
    'I <3 you',
    '5 > 3',
    'a<b',
    '<see below>',
    'x < y and z > w',
  ])('%j is no HTML', (text) => {
    expect(withoutTags(text)).toBe(text)
  })
})

describe('a name that was stored as a slug', () => {
  it.each([
    ['%e8%89%b2', '色'],
    ['%d1%86%d0%b2%d0%b5%d1%82', 'цвет'],
    ['pa_%e8%89%b2', 'pa_色'],
    ['20 %e8%89%b2', '20 色'],
  ])('%s is %s', (slug, name) => {
    expect(percentDecoded(slug)).toBe(name)
  })

  it.each(['100%', '50%20off', 'https://x.example/%e8%89%b2', '%e8%89', '%ff%fe'])(
    '%s stays as it is',
    (text) => {
      expect(percentDecoded(text)).toBe(text)
    },
  )
})
