/** Minor units as ISO 4217 has them, with Shopify's one exception (HUF has none). */
const NONE = new Set(
  'BIF CLP DJF GNF HUF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
)
const THREE = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '))

export const decimalsOf = (currency: string) =>
  NONE.has(currency) ? 0 : THREE.has(currency) ? 3 : 2
