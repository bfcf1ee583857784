/** One spelling for "PO Number", "_po_number" and "po-number". */
export function plainKey(key: string): string {
  return key
    .trim()
    .toLowerCase()
    .replace(/^_+/, '')
    .replace(/[\s/-]+/g, '_')
}
