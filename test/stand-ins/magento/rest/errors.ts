import type { Json } from '../../../carts/store/dialect.ts'

/** A refusal in Magento's words: placeholders stay in the message, what fills them stands beside it. */
export class MagentoError extends Error {
  readonly status: number
  readonly parameters: Json | undefined
  constructor(status: number, message: string, parameters?: Json) {
    super(message)
    this.status = status
    this.parameters = parameters
  }
  get body(): Json {
    const { message, parameters } = this
    return { message, ...(parameters === undefined ? {} : { parameters }) }
  }
}

export const required = (fieldName: string) =>
  new MagentoError(400, '"%fieldName" is required. Enter and try again.', { fieldName })

export const unknownAttribute = (name: string) =>
  new MagentoError(400, 'The "%1" attribute name is invalid. Reset the name and try again.', [name])

/** What a list that is a plain table says of a column it does not have (measured: 169, 171). */
export const internalError = () =>
  new MagentoError(
    500,
    'Internal Error. Details are available in Magento log file. Report ID: webapi-6b03337fca5d8',
  )

export const notAuthorized = (resources: string) =>
  new MagentoError(401, "The consumer isn't authorized to access %resources.", { resources })

export const noSuchProduct = () =>
  new MagentoError(
    404,
    "The product that was requested doesn't exist. Verify the product and try again.",
  )

export const noSuchSale = () =>
  new MagentoError(
    404,
    "The entity that was requested doesn't exist. Verify the entity and try again.",
  )

export const noSuchEntity = (fieldName: string, fieldValue: number) =>
  new MagentoError(404, 'No such entity with %fieldName = %fieldValue', { fieldName, fieldValue })

export const notAnInt = (value: string) =>
  new MagentoError(
    400,
    `The "${value}" value's type is invalid. The "int" type was expected. Verify and try again.`,
  )

export const noRoute = () => new MagentoError(404, 'Request does not match any route.')

/** A store code in the address that no store view has. */
export const noSuchStore = () => new MagentoError(400, 'Specified request cannot be processed.')
