import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'

/** Per country the names of its regions by their codes; empty where the store did not tell. */
export type Regions = Readonly<Record<string, Readonly<Record<string, string>>>>

type Place = {
  country_id: string
  region: { region: string; region_code: string }
  region_code: string
}

/**
 * The region as code where the address has one that its country knows, else as it was typed. Magento
 * writes the name into the place of the code where it knows none, and modules have left numbers of
 * another country's regions: so neither is looked up without the country.
 *
 * @returns `disagrees`: code and name are two regions; the code counted
 */
export function provinceOf(
  { country_id, region, region_code }: Place,
  regions: Regions,
): { province: string; disagrees: boolean } {
  const code = (region.region_code || region_code).trim()
  const name = region.region.trim()
  const known = ownEntry(regions, country_id.trim().toUpperCase())
  if (!known) return { province: code || name, disagrees: false }
  const named = ownEntry(known, code)
  if (named !== undefined) {
    return { province: code, disagrees: name !== '' && !isSame(name, named) && !isSame(name, code) }
  }
  const meant = Object.entries(known).find(([, own]) => isSame(own, name) || isSame(own, code))
  return { province: meant?.[0] ?? (name || code), disagrees: false }
}

/** Accents and capitals are nobody's difference. */
function isSame(a: string, b: string): boolean {
  return plain(a) === plain(b)
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
}
