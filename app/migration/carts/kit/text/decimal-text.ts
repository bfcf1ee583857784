/**
 * A positive decimal as people and importers write it: "1.5", "1,5", "2.", "1.299,00", "1,299.00".
 * A comma is the decimal sign unless it could as well part the thousands ("1,500"): then nobody
 * knows, and it is null, as for what is no number.
 */
export function decimalText(text: string): string | null {
  if (/^\d{0,12}\.?\d{1,12}$/.test(text)) return text
  if (/^\d{1,12}\.$/.test(text)) return text.slice(0, -1)
  const comma = /^(\d{0,12}),(\d{1,12})$/.exec(text)
  if (comma) {
    const [, whole = '', part = ''] = comma
    const mayBeThousands = part.length === 3 && !/^0*$/.test(whole)
    return mayBeThousands ? null : `${whole || '0'}.${part}`
  }
  // Both signs: the last one parts the decimals.
  if (/^\d{1,3}(\.\d{3}){1,4},\d{1,12}$/.test(text)) {
    return text.replaceAll('.', '').replace(',', '.')
  }
  return /^\d{1,3}(,\d{3}){1,4}\.\d{1,12}$/.test(text) ? text.replaceAll(',', '') : null
}
