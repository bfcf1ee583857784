import fc from 'fast-check'

/** Values that broke a parser somewhere once. Deeply nested ones come apart. */
const odd = fc.constantFrom<unknown>(
  '',
  ' ',
  '.5',
  '5.',
  '-',
  '-.5',
  '+1',
  '1e-7',
  '1.0E+25',
  '1e5',
  '010',
  '1,000.50',
  '١٢',
  'NaN',
  'Infinity',
  '-0',
  '9'.repeat(400),
  `0.${'3'.repeat(400)}`,
  '1e999',
  '-1e999',
  '0000-00-00T00:00:00',
  '2026-02-30T10:00:00',
  '9999-12-31T23:59:59',
  '<b>bold',
  '&amp;&#0;&#x110000;&bogus;',
  '\0',
  '\ud800',
  '\u202e\u200f',
  '__proto__',
  'constructor',
  '%E0%A4%A',
  'a@b',
  '=1+1',
  'e\u0301',
  0,
  -0,
  -1,
  0.1,
  1e21,
  1e300,
  5e-324,
  2 ** 31,
  2 ** 53,
  true,
  false,
  null,
  [],
  {},
  [null],
  { __proto__: null, id: 1 },
)
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(odd, fc.jsonValue(), fc.string())

type Path = (string | number)[]

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  const inner = Object.entries(value).flatMap(([key, each]) =>
    pathsOf(each, [...at, Array.isArray(value) ? Number(key) : key]),
  )
  return at.length === 0 ? inner : [at, ...inner]
}

const GONE = Symbol('gone')

function changed(value: unknown, [head, ...rest]: Path, to: unknown): unknown {
  if (head === undefined) return to
  if (Array.isArray(value)) {
    if (rest.length === 0 && to === GONE) return value.filter((_, i) => i !== head)
    return value.map((each: unknown, i) => (i === head ? changed(each, rest, to) : each))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (rest.length === 0 && to === GONE) {
    return Object.fromEntries(entries.filter(([key]) => key !== head))
  }
  return Object.fromEntries(
    entries.map(([key, each]) => [key, key === head ? changed(each, rest, to) : each]),
  )
}

/** The row with one to four of its parts replaced or left out. */
export function mutated(row: object): fc.Arbitrary<unknown> {
  const paths = pathsOf(row)
  const edit = fc.tuple(
    fc.constantFrom(...paths),
    fc.oneof({ weight: 5, arbitrary: hostileValue }, { weight: 1, arbitrary: fc.constant(GONE) }),
  )
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) => edits.reduce<unknown>((value, [path, to]) => changed(value, path, to), row))
}

const MANY = 60_000
/** Texts that make a careless pattern look at them a billion times, or a number fill the memory. */
export const EXHAUSTING: Readonly<Record<string, string>> = {
  'open brackets': '<'.repeat(MANY),
  'half tags': '<a '.repeat(MANY / 3),
  blanks: `${' '.repeat(MANY)}x`,
  'blanks in the middle': `x${'\t'.repeat(MANY)}x`,
  'line ends': `${'\r'.repeat(MANY)}x`,
  digits: `${'1'.repeat(MANY)}x`,
  hyphens: `${'-'.repeat(MANY)}x`,
  dots: 'a.'.repeat(MANY / 2),
  'at signs': 'a@'.repeat(MANY / 2),
  'a long domain': `a@${'b-'.repeat(MANY / 2)}`,
  slashes: `https://x.example/${'/'.repeat(MANY)}x`,
  ampersands: '&'.repeat(MANY),
  'half entities': '&#'.repeat(MANY / 2),
  'phone-like': `${'+1 '.repeat(MANY / 3)}x`,
  quotes: `x${'"'.repeat(MANY)}x`,
  folders: '/wp-json'.repeat(MANY / 8),
  commas: ','.repeat(MANY),
  percents: '%a'.repeat(MANY / 2),
  'a small number that is huge': '1e99999999999',
  'a small number that is tiny': '1e-99999999999',
}
