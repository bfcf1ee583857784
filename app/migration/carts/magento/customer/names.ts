type Named = {
  prefix: string
  firstname: string
  middlename: string
  lastname: string
  suffix: string
}

/**
 * Magento keeps five parts of a name, Shopify two. One rule for customers, their addresses and those
 * of orders: else they would differ for ever.
 */
export function namesOf(wire: Named): { firstName: string; lastName: string } {
  return {
    firstName: joined([wire.prefix, wire.firstname, wire.middlename]),
    lastName: joined([wire.lastname, wire.suffix]),
  }
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ')
}
