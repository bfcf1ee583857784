import { beforeEach, describe, expect, it } from 'vitest'
import type { TargetWriter } from '#app/migration/engine/ports/target.ts'
import { aProduct, aVariant, categories } from '#test/helpers/records/canonical-samples.ts'
import { sentKeys, type TargetHarness } from './harness.ts'
import {
  changedFields,
  codes,
  create,
  expectedOf,
  updateOf,
  writeAll,
  writeOne,
} from './intents.ts'

export function products(current: () => TargetHarness): void {
  let target: TargetHarness
  let writer: TargetWriter
  beforeEach(() => {
    target = current()
    writer = target.writer
  })

  describe('a product', () => {
    it('makes one collection of a category that many products name at once', async () => {
      const records = Array.from({ length: 12 }, (_, n) =>
        aProduct({
          sourceId: `c${n}`,
          handle: `c${n}`,
          collections: categories('Kitchen', 'Sale'),
        }),
      )
      const results = await writeAll(
        writer,
        records.map((record) => create(record)),
      )
      for (const result of results) {
        expect(result.ok && result.snapshot.fields['collections']).toEqual(['Kitchen', 'Sale'])
      }
      expect(target.changes.filter(({ name: op }) => op === 'CollectionCreate')).toHaveLength(2)
    })

    it('sends only the fields that changed and leaves the merchant’s own work alone: product', async () => {
      const variants = ['S', 'M'].map((size) =>
        aVariant({
          sourceId: `v${size}`,
          options: [{ name: 'Size', value: size }],
          inventory: { tracked: true, quantity: 5, continueSelling: false },
        }),
      )
      const before = aProduct({
        sourceId: '1',
        tags: ['old'],
        collections: categories('Mugs'),
        options: [{ name: 'Size', values: ['S', 'M'] }],
        variants,
      })
      const first = await writeOne(writer, create(before))
      const own = target.merchant.addVariant(first.gid, 'XL')
      target.merchant.addProductTag(first.gid, 'Merchant')
      target.merchant.addToOwnCollection(first.gid, 'Hand-picked')
      target.merchant.setMetafield(first.gid, 'care', 'Wash by hand')
      target.changes.length = 0
      const after = {
        ...before,
        title: 'Stoneware mug, large',
        tags: ['new'],
        collections: categories('Cups'),
        variants: variants.map((variant) =>
          variant.sourceId === 'vM' ? { ...variant, price: '14.90' } : variant,
        ),
      }
      const changed = changedFields(writer, before, after)
      expect(changed.sort()).toEqual(['collections', 'tags', 'title', 'variant:vM.price'])
      const result = await writeOne(writer, updateOf(first, after, changed))
      expect(result.outcome).toBe('updated')
      expect(result.snapshot.fields).toMatchObject({
        title: after.title,
        tags: ['new'],
        collections: ['Cups'],
        'variant:vM.price': '14.9',
        'variant:vS.price': '12.5',
      })
      const keys = sentKeys(target)
      for (const untouched of ['descriptionHtml', 'vendor', 'seo', 'status', 'options', 'media']) {
        expect(keys).not.toContain(untouched)
      }
      expect(JSON.stringify(target.changes)).not.toMatch(/quantit/i)
      expect(JSON.stringify(target.changes)).not.toContain(first.children['vS'])
      expect(target.merchant.tags(first.gid).sort()).toEqual(['Merchant', 'new'])
      expect(target.merchant.collections(first.gid).sort()).toEqual(['Cups', 'Hand-picked'])
      expect(target.merchant.metafield(first.gid, 'care')).toBe('Wash by hand')
      expect(target.merchant.variants(first.gid)).toContain(own)
      expect(target.merchant.stock(first.gid)).toEqual(expect.arrayContaining([5, 5]))
    })

    it('adds a variant that is new in the source, with its own stock', async () => {
      const sized = (size: string) =>
        aVariant({
          sourceId: `v${size}`,
          options: [{ name: 'Size', value: size }],
          inventory: { tracked: true, quantity: 3, continueSelling: false },
        })
      const before = aProduct({
        sourceId: '1',
        options: [{ name: 'Size', values: ['S'] }],
        variants: [sized('S')],
      })
      const first = await writeOne(writer, create(before))
      const after = {
        ...before,
        options: [{ name: 'Size', values: ['M', 'S'] }],
        variants: [sized('M'), sized('S')],
      }
      const result = await writeOne(
        writer,
        updateOf(first, after, changedFields(writer, before, after)),
      )
      expect(result.snapshot.fields).toEqual(expectedOf(writer, after, result.snapshot))
      expect(Object.keys(result.children).sort()).toEqual(['vM', 'vS'])
      expect(target.merchant.stock(first.gid)).toEqual([3, 3])
    })

    it('changes images, search texts, visibility and unpublishes', async () => {
      const img = (n: number) => ({
        sourceId: `${n}`,
        url: `https://old-store.example/${n}.jpg`,
        alt: `View ${n}`,
      })
      const before = aProduct({ sourceId: '1', images: [img(1), img(2)] })
      const first = await writeOne(writer, create(before))
      const after = {
        ...before,
        images: [img(2), img(3)],
        seo: { title: 'Mug', description: null },
        published: false,
        status: 'draft' as const,
        vendor: 'Northfold',
      }
      const result = await writeOne(
        writer,
        updateOf(first, after, changedFields(writer, before, after)),
      )
      expect(result.snapshot.fields).toEqual(expectedOf(writer, after, result.snapshot))
    })

    it('loses only the image that cannot be fetched, never the product', async () => {
      const broken = {
        sourceId: 'b',
        url: 'https://old-store.example/broken-404.jpg',
        alt: 'Gone',
      }
      const good = { sourceId: 'g', url: 'https://old-store.example/mug.jpg', alt: 'Mug' }
      const record = aProduct({ sourceId: '1', images: [good, broken] })
      target.breakImage(broken.url)
      const result = await writeOne(writer, create(record))
      expect(codes(result)).toEqual(['IMAGE_FAILED'])
      expect(result.snapshot.fields['title']).toBe(record.title)
    })
  })
}
