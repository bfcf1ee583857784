/** The invented shop's vocabulary. */
export const CATEGORIES = [
  { name: 'Living Room', children: ['Throws & Blankets', 'Cushions'] },
  { name: 'Kitchen & Table', children: ['Crockery', 'Linen & Cloths'] },
  { name: 'Bedroom', children: ['Bed Linen'] },
  { name: 'Bath', children: [] },
  { name: 'Lanterns & Lamps', children: [] },
  { name: 'Garden', children: ['Tools & Pots'] },
  { name: 'Desk & Paper', children: [] },
  { name: 'Wardrobe', children: ['Knitwear', 'Aprons & Workwear'] },
] as const

export const TAGS = [
  'handmade',
  'bestseller',
  'été à la mer',
  'gift idea',
  'fair trade',
  'winter',
  'new in',
  'last chance',
  'organic',
  'small batch',
  'Hygge',
  'plastic-free',
] as const

export const BRANDS = [
  'Fernmoor Works',
  'Saltgrass Studio',
  'Nordlys & Søn',
  'Old Quay Pottery',
  'Kiko Atelier',
  'Alder & Loom',
] as const

export const FIRST_WORDS = [
  'Moss',
  'Harbor',
  'Cinder',
  'Juniper',
  'Salt',
  'Dune',
  'Heather',
  'Willow',
  'Ember',
  'Frost',
  'Clover',
  'Pebble',
  'Larch',
  'Tide',
  'Meadow',
  'Sorrel',
  'Thistle',
  'Birch',
  'Amber',
  'Slate',
  'Rowan',
  'Fern',
  'Kelp',
  'Barley',
  'Hazel',
  'Drift',
  'Copper',
  'Linden',
  'Quarry',
  'Sparrow',
] as const

/** Noun, category, lowest and highest price, which options it may have. */
export const NOUNS: readonly (readonly [
  string,
  string,
  number,
  number,
  readonly ('Colour' | 'Size' | 'Material')[],
])[] = [
  ['Wool Blanket', 'Throws & Blankets', 79, 189, ['Colour', 'Size']],
  ['Cotton Throw', 'Throws & Blankets', 39, 89, ['Colour']],
  ['Linen Cushion', 'Cushions', 24, 59, ['Colour', 'Size', 'Material']],
  ['Floor Cushion', 'Cushions', 49, 98, ['Colour']],
  ['Stoneware Bowl', 'Crockery', 14, 38, ['Colour', 'Size']],
  ['Dinner Plate', 'Crockery', 12, 32, ['Colour']],
  ['Enamel Mug', 'Crockery', 9, 19, ['Colour']],
  ['Teapot', 'Crockery', 34, 76, []],
  ['Tea Towel', 'Linen & Cloths', 9, 22, ['Colour']],
  ['Tablecloth', 'Linen & Cloths', 45, 120, ['Colour', 'Size']],
  ['Napkin Set', 'Linen & Cloths', 18, 44, []],
  ['Duvet Cover', 'Bed Linen', 89, 219, ['Colour', 'Size']],
  ['Pillowcase', 'Bed Linen', 19, 48, ['Colour', 'Size']],
  ['Bath Towel', 'Bath', 22, 54, ['Colour', 'Size']],
  ['Soap Dish', 'Bath', 8, 26, ['Material']],
  ['Lamp & Shade', 'Lanterns & Lamps', 49, 189, ['Colour', 'Material']],
  ['Storm Lantern', 'Lanterns & Lamps', 28, 88, []],
  ['Beeswax Candle', 'Lanterns & Lamps', 6, 24, ['Size']],
  ['Plant Pot', 'Tools & Pots', 11, 64, ['Colour', 'Size', 'Material']],
  ['Watering Can', 'Tools & Pots', 24, 58, []],
  ['Hand Trowel', 'Tools & Pots', 13, 34, []],
  ['Notebook', 'Desk & Paper', 7, 28, ['Colour', 'Size']],
  ['Desk Tray', 'Desk & Paper', 18, 62, ['Material']],
  ['Fisherman Jumper', 'Knitwear', 98, 219, ['Size', 'Colour']],
  ['Knitted Socks', 'Knitwear', 12, 29, ['Size', 'Colour']],
  ['Garden Apron', 'Aprons & Workwear', 32, 79, ['Colour']],
]

export const OPTION_VALUES = {
  Colour: ['Slate', 'Rust', 'Oat', 'Moss', 'Indigo', 'Chalk', 'Ochre', 'Rosé'],
  Size: ['XS', 'S', 'M', 'L', 'XL', 'XXL'],
  Material: ['Oak', 'Ash', 'Brass', 'Recycled Glass', 'Stoneware'],
} as const

export const SENTENCES = [
  'Made in small batches by people who know each other by name.',
  'Every piece is a little different, and meant to be.',
  'Washes well, wears in, and gets better with the years.',
  'We use it at home ourselves; it has not let us down yet.',
  'Packed in paper and straw, without plastic.',
  'The colour comes from plants and may fade gently in the sun.',
] as const

type Place = {
  country: string
  state: string
  city: string
  postcode: string
  streets: readonly string[]
  phone: (n: number) => string
}
const two = (n: number, width: number) => String(n % 10 ** width).padStart(width, '0')

export const PLACES: readonly Place[] = [
  {
    country: 'US',
    state: 'CA',
    city: 'Oakland',
    postcode: '94607',
    streets: ['Pier Road', 'Grand Ave', 'Lake Shore Blvd'],
    phone: (n) => `(510) 555-${two(1000 + n, 4)}`,
  },
  {
    country: 'US',
    state: 'CA',
    city: 'Fresno',
    postcode: '93701',
    streets: ['Cedar Lane', 'Fulton St'],
    phone: (n) => `+1 559 555 ${two(1000 + n, 4)}`,
  },
  {
    country: 'US',
    state: 'NV',
    city: 'Reno',
    postcode: '89501',
    streets: ['Mill St', 'Liberty St'],
    phone: (n) => `775-555-${two(1000 + n, 4)}`,
  },
  {
    country: 'US',
    state: 'NY',
    city: 'Brooklyn',
    postcode: '11201',
    streets: ['Court St', 'Henry St', 'Atlantic Ave'],
    phone: (n) => `718.555.${two(1000 + n, 4)}`,
  },
  {
    country: 'US',
    state: 'OR',
    city: 'Portland',
    postcode: '97205',
    streets: ['SW Alder St', 'NW 23rd Ave'],
    phone: (n) => `503 555 ${two(1000 + n, 4)}`,
  },
  {
    country: 'DE',
    state: 'DE-NW',
    city: 'Köln',
    postcode: '50667',
    streets: ['Große Straße', 'Am Hof'],
    phone: (n) => `+49 221 555${two(n, 4)}`,
  },
  {
    country: 'DE',
    state: 'DE-BE',
    city: 'Berlin',
    postcode: '10115',
    streets: ['Invalidenstraße', 'Torstraße'],
    phone: (n) => `030 23125${two(n, 3)}`,
  },
  {
    country: 'GB',
    state: '',
    city: 'Bristol',
    postcode: 'BS1 4ST',
    streets: ['Harbour Row', 'King Street'],
    phone: (n) => `0117 496 ${two(n, 4)}`,
  },
  {
    country: 'FR',
    state: '',
    city: 'Lyon',
    postcode: '69002',
    streets: ['rue de la République', 'rue Mercière'],
    phone: (n) => `+33 1 99 00 ${two(Math.floor(n / 100), 2)} ${two(n, 2)}`,
  },
  {
    country: 'JP',
    state: 'JP27',
    city: '大阪市',
    postcode: '530-0001',
    streets: ['中央', '北区梅田'],
    phone: (n) => `06-6555-${two(n, 4)}`,
  },
  {
    country: 'CA',
    state: 'QC',
    city: 'Montréal',
    postcode: 'H2Y 1C6',
    streets: ['rue Saint-Paul', 'avenue du Parc'],
    phone: (n) => `514-555-${two(1000 + n, 4)}`,
  },
  {
    country: 'CA',
    state: 'BC',
    city: 'Vancouver',
    postcode: 'V6B 1A1',
    streets: ['Water St', 'Main St'],
    phone: (n) => `604-555-${two(1000 + n, 4)}`,
  },
  {
    country: 'AU',
    state: 'VIC',
    city: 'Melbourne',
    postcode: '3000',
    streets: ['Flinders Lane', 'Little Collins St'],
    phone: (n) => `(03) 7010 ${two(n, 4)}`,
  },
  {
    country: 'SE',
    state: '',
    city: 'Göteborg',
    postcode: '411 03',
    streets: ['Västra Hamngatan', 'Kungsgatan'],
    phone: (n) => `031-390 ${two(n, 4)}`,
  },
]

export const NAMES: Record<string, readonly (readonly [string, string])[]> = {
  DE: [
    ['Zoë', 'Müller'],
    ['Jürgen', 'Groß'],
    ['Anneliese', 'Schäfer'],
    ['Tim', 'Weiß'],
    ['Käthe', 'Jäger'],
  ],
  FR: [
    ['Éloïse', 'Lefèvre'],
    ['Benoît', 'Garçon'],
    ['Maëlle', 'Dubois'],
    ['Noël', 'Chêne'],
  ],
  JP: [
    ['太郎', '山田'],
    ['花子', '佐藤'],
    ['健', '高橋'],
    ['美咲', '小林'],
  ],
  SE: [
    ['Åsa', 'Öberg'],
    ['Björn', 'Sjögren'],
    ['Linnéa', 'Ek'],
  ],
  '': [
    ['Mira', 'Holt'],
    ['Owen', 'Finch'],
    ['Priya', 'Raman'],
    ['Jonah', 'Beck'],
    ['Siobhán', "O'Dea"],
    ['Carlos', 'Peña'],
    ['Grace', 'Whitlow'],
    ['Theo', 'van der Berg'],
    ['Ruth', 'Amsel'],
    ['Dev', 'Kapoor'],
    ['Ines', 'Moreau-Lind'],
    ['Walter', 'Quill'],
    ['Nadia', 'Farouk'],
    ['Bea', 'Thornton'],
    ['Luka', 'Novák'],
    ['Hana', 'Kovač'],
    ['Sam', 'Reyes'],
    ['Opal', 'Jennings'],
    ['Marcus', 'Bell'],
    ['Yara', 'Costa'],
  ],
}

export const COMPANIES = [
  'Holt & Daughters',
  'Café Kranich',
  'Finch Interiors Ltd.',
  'Studio Öberg',
] as const
export const CUSTOMER_NOTES = [
  'Please leave at the boathouse.\nRing twice & wait.',
  'It is a gift 🎁 – no invoice in the parcel, please.',
  'Bitte beim Nachbarn abgeben (Groß, 2. OG).',
  'No rush at all.',
] as const
export const STAFF_NOTES = [
  'Called the customer; parcel moved to Friday.',
  'Checked the glaze before packing.',
  'Address corrected after a mail from the customer.',
] as const
