/**
 * The thing does not exist, or not in this shop: the two look the same from outside. Routes answer
 * 404.
 */
export class NotFound extends Error {
  override readonly name = 'NotFound'
  constructor(what: 'project' | 'run' | 'issue' | 'export') {
    super(`This ${what} does not exist in this store.`)
  }
}
