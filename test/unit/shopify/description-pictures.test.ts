import { describe, expect, it } from 'vitest'
import {
  expectedDescription,
  isOursButForPictures,
  ourFileName,
  pictureFileName,
  pictureName,
  picturesLeft,
  shownDescription,
  withAddresses,
} from '#app/migration/shopify/product/pictures/description-pictures.ts'
import { aProduct } from '#test/helpers/records/canonical-samples.ts'

const A = 'https://old-store.example/wp-content/uploads/2024/01/Mug%20%C3%84.JPG?x=1&y=2'
const B = 'https://old-store.example/wp-content/uploads/b-300x200.png'

describe('the name of a picture', () => {
  it('says what it was called, with the ending that Shopify insists on', () => {
    expect(pictureFileName(A)).toMatch(/^mug-[\da-f]{16}\.JPG$/)
    expect(pictureFileName(B)).toMatch(/^b-300x200-[\da-f]{16}\.png$/)
    expect(pictureFileName('https://old-store.example/?attachment=7')).toMatch(
      /^picture-[\da-f]{16}$/,
    )
  })

  it('is another one for another address, however alike', () => {
    const names = [A, B, `${B}?v=2`, B.replace('.png', '.jpg'), `${B.slice(0, -4)}/b-300x200.png`]
    expect(new Set(names.map(pictureName)).size).toBe(names.length)
  })

  it('is known again in each spelling of its address at Shopify', () => {
    const name = pictureName(B)
    for (const address of [
      `https://cdn.shopify.com/s/files/1/0123/4567/8901/files/${name}.png?v=1778112628`,
      `//shop.example/cdn/shop/files/${name}.png?v=1`,
      `https://cdn.shopify.com/s/files/1/1/files/${name}_0b0e5ab8-7b4b-4f0c-9df8-6a3ee8b4ff3e.png`,
      `https://cdn.shopify.com/s/files/1/1/files/${name}.jpg`,
    ]) {
      expect(ourFileName(address)).toBe(name)
    }
    expect(ourFileName(`https://elsewhere.example/files/${name}.png`)).toBeNull()
    expect(ourFileName('https://cdn.shopify.com/s/files/1/1/files/b-300x200.png')).toBeNull()
  })
})

describe('a description', () => {
  const html = `<p class='x'><IMG alt="a > b" src='${A.replace('&', '&amp;')}'><a href="${B}">B</a> ${B} <img src=${B}></p>`
  const product = aProduct({ descriptionHtml: html, descriptionPictures: [A, B] })
  const at = (url: string) =>
    `https://cdn.shopify.com/s/files/1/0001/files/${pictureFileName(url)}?v=17`
  const moved = withAddresses(html, new Map([A, B].map((url) => [url, at(url)])))

  it('has its pictures at Shopify, and is otherwise the same to the letter', () => {
    expect(moved).toBe(
      `<p class='x'><IMG alt="a > b" src="${at(A)}"><a href="${at(B)}">B</a> ${B} <img src="${at(B)}"></p>`,
    )
    expect(picturesLeft(moved, [A, B])).toEqual([])
  })

  it('with all its pictures moved is what was expected, and with one left it is not', () => {
    expect(shownDescription(moved)).toBe(expectedDescription(product))
    const partly = withAddresses(html, new Map([[A, at(A)]]))
    expect(shownDescription(partly)).not.toBe(expectedDescription(product))
    expect(picturesLeft(partly, [A, B])).toEqual([B])
  })

  it('is ours when only pictures are missing, and not when anything else was changed', () => {
    expect(isOursButForPictures(html, product)).toBe(true)
    expect(isOursButForPictures(moved, product)).toBe(false)
    expect(isOursButForPictures(html.replace('>B<', '>C<'), product)).toBe(false)
  })

  it('without pictures of the old store is compared as it is', () => {
    const plain = aProduct({ descriptionHtml: `<img src="${B}">`, descriptionPictures: [] })
    expect(expectedDescription(plain)).toBe(`<img src="${B}">`)
  })
})
