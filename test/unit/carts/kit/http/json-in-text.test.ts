import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonInText } from '#app/migration/carts/kit/http/json-in-text.ts'
import { workedMs } from '#test/helpers/time/work-time.ts'

describe('the answer in a text that has something around it', () => {
  const orders = [{ id: 7, note: 'a "quoted" ] bracket and a { brace', lines: [{ id: 1 }, []] }]
  const json = JSON.stringify(orders)

  it.each([
    ['a comment of a cache', `${json}\n<!-- Cached by a plugin @ 2026-03-02 [7 queries] -->`],
    ['a comment right behind it', `${json}<!-- Performance optimized -->`],
    [
      'a warning of PHP as HTML',
      `<br />\n<b>Warning</b>: Undefined array key "x" in <b>/a.php</b> on line <b>3</b><br />\n${json}`,
    ],
    [
      'a warning of PHP as text',
      `\nWarning: Undefined array key 0 in /a/[b]/c.php on line 3\n${json}`,
    ],
    ['a notice behind it', `${json}\nNotice: Trying to access array offset in /a.php on line 9\n`],
    [
      'a message with brackets',
      `Warning: Cannot use [] for reading in {closure}() on line 3\n${json}`,
    ],
  ])('is found beside %s', (_what, text) => {
    expect(jsonInText(text)).toEqual(orders)
  })

  it.each([
    ['cut off', json.slice(0, -3)],
    [
      'cut off inside, with whole parts in it',
      '[{"id":1,"billing":{"email":"a@example.test"}},{"id":2,"bil',
    ],
    ['cut off behind a warning', `Warning: something on line 3\n${json.slice(0, 30)}`],
    ['two of them', `{"success":true}\n${json}`],
    [
      'a fatal error alone',
      'Fatal error: Uncaught Error: Cannot use [] for reading in /a.php on line 3',
    ],
    ['plain words', 'Error establishing a database connection'],
    ['nothing', ''],
  ])('is not made up where there is %s', (_what, text) => {
    expect(jsonInText(text)).toBeUndefined()
  })

  it('is never a part of one that was cut off', () => {
    const record = fc.record({
      id: fc.nat(),
      meta: fc.array(fc.dictionary(fc.string(), fc.json(), { maxKeys: 3 }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), fc.nat(), (list, at) => {
        const whole = JSON.stringify(list)
        expect(jsonInText(whole.slice(0, at % whole.length))).toBeUndefined()
        expect(jsonInText(`${whole}\n<!-- cached -->`)).toEqual(list)
      }),
    )
  })

  it('is looked for in one reading, however many brackets stand in the way', () => {
    const text = '['.repeat(200_000) + '"'.repeat(200_000)
    const before = workedMs()
    expect(jsonInText(text)).toBeUndefined()
    expect(jsonInText('[0] '.repeat(200_000))).toBeUndefined()
    expect(workedMs() - before).toBeLessThan(2_000)
  })
})
