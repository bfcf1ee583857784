/** One spelling for "PO Number", "_po_number" and "po-number". */
export function plainKey(key: string): string {
  return key
    .trim()
    .toLowerCase()
    .replace(/^_+/, '')
    .replace(/[\s/-]+/g, '_')
}

/** A reference of Advanced Custom Fields beside the value itself. */
export const isFieldReference = (value: unknown) =>
  typeof value === 'string' && /^field_[0-9a-z]{6,40}$/i.test(value)
