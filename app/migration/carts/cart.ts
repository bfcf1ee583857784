import { z } from 'zod'
import type {
  SourceCapabilities,
  SourceConnector,
  SourceProblemCode,
} from '#app/migration/engine/ports/source.ts'
import type { StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import type { SourceTuning } from './kit/tuning.ts'
import type { Sentences } from '#app/migration/messages/language.ts'
import type { LanguageName } from '#app/migration/messages/languages.ts'
import type { Message, Spec } from '#app/migration/messages/message.ts'

/** Where the old store is and how to get in. Credentials are plain here, encrypted at rest. */
export type SourceConnection<Name extends string = string> = {
  /** `CartDefinition.id` */
  cart: string
  /** As the merchant typed it, or `SourceIdentity.url` once the store was found. */
  url: string
  credentials: Readonly<Record<Name, string>>
  /** What the project says of the store's order statuses. */
  orderStatuses?: StatusMeanings
}

export type SourceConnectorDeps = {
  http: OutboundHttp
  clock: Clock
  /** Keys the hash in guest customer ids; the same key gives the same guest the same id. */
  fingerprintKey: string
  logger: Logger
  tuning?: Partial<SourceTuning>
}

/** A line of the connect form that only this cart has, as the browser gets it. */
export type ShownField<Name extends string = string> = {
  /** Under this name it is sent and stored, and kept out of the logs. */
  name: Name
  label: Message
  /** How such a value looks: "ck_…". */
  placeholder: string
  /** Typed blind, and never shown again. */
  isSecret: boolean
}

export type CredentialField<Name extends string = string> = ShownField<Name> & {
  accepts: Accepts
}

/** What the form takes of what was typed, or what stands at the field instead. */
export type Accepts = (typed: string) => { value: string } | { wrong: Message }

/** The way to the credentials, as the cart's own screens name things. */
export type KeyHelp = { title: Message; steps: readonly Message[]; note: Message }

type Cart<Name extends string> = {
  /** Stored with every project, and therefore never changed. */
  id: string
  /** As the merchant knows it. */
  name: string
  fields: readonly CredentialField<Name>[]
  /** Which of the fields to look at when the store's check fails; others are of no field. */
  fieldOf: Partial<Record<SourceProblemCode, Name>>
  keyHelp: KeyHelp
  capabilities: SourceCapabilities
  /** What it tells, in every language; keys begin with its `id`. */
  messages: CartMessages
  /** What of its records is never moved, and why, each once. */
  neverMoved: readonly Message[]
  connect(connection: SourceConnection<Name>, deps: SourceConnectorDeps): SourceConnector
}

/** What the form to connect a store of this cart shows: data only, for the browser. */
export type CartForm = {
  id: string
  name: string
  fields: readonly ShownField[]
  keyHelp: KeyHelp
  /** What of such a store is not read at all. */
  neverRead: readonly Message[]
}

/** What a cart brings. Everything outside its folder knows it by this alone. */
export type CartDefinition = Cart<string>

export type CartMessages = {
  spec: Spec
  sentences: Readonly<Record<LanguageName, Readonly<Record<string, unknown>>>>
}

/** A language or a sentence that is missing is a type error. */
export function cartMessages<S extends Spec>(
  spec: S,
  sentences: Readonly<Record<LanguageName, Sentences<S>>>,
): CartMessages {
  return { spec, sentences }
}

/** `connect` gets exactly the credentials that the fields name. */
export function defineCart<const Name extends string>(cart: Cart<Name>): CartDefinition {
  const names = cart.fields.map(({ name }) => name)
  const credentials = z.record(z.enum(names), z.string())
  // What may be left empty is so in projects that were connected before the cart asked for it.
  const blank = Object.fromEntries(
    cart.fields.flatMap(({ name, accepts }) => {
      const read = accepts('')
      return 'value' in read ? [[name, read.value]] : []
    }),
  )
  return {
    ...cart,
    connect: (connection, deps) =>
      cart.connect(
        { ...connection, credentials: credentials.parse({ ...blank, ...connection.credentials }) },
        deps,
      ),
  }
}
