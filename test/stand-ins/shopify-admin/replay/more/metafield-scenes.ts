import { z } from 'zod'
import type { Replay } from '../replay.ts'
import { NO_QUERY, product, type Scenes, stored } from '../scene.ts'

const NO_METAOBJECTS = 'metaobjects are nothing the app sends'
const NO_STANDARD = 'enabling a standard definition is nothing the app sends'
const NO_COMPANIES = 'companies are not modelled'
const OTHER_OWNERS = 'pages, articles, markets and companies own nothing the app writes'
const SET = `mutation ($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { metafields { compareDigest } userErrors { message } }
}`

const recordedField = z.object({
  namespace: z.string(),
  key: z.string(),
  type: z.string(),
  value: z.string(),
  compareDigest: z.string(),
})

/** Gives the product the metafields it was recorded with, and ties their digests. */
async function withMetafields(replay: Replay, step: string, fields: readonly string[]) {
  const recorded = fields.map((path) => recordedField.parse(replay.recordedValue(step, path)))
  const ownerId = [...stored(replay).products.keys()].at(-1)
  const metafields = recorded.map(({ compareDigest: _digest, ...field }) => ({ ownerId, ...field }))
  const answer = await replay.call(SET, { metafields })
  const made = z
    .object({
      metafieldsSet: z.object({ metafields: z.array(z.object({ compareDigest: z.string() })) }),
    })
    .parse(answer).metafieldsSet.metafields
  recorded.forEach((field, i) => replay.learn(field.compareDigest, made[i]?.compareDigest ?? ''))
}

export const METAFIELD_SCENES: Scenes = {
  'metafields/compare-digest': {
    async before(replay) {
      await product(replay, {
        product: replay.recorded('mutation.response', 'variables.metafields.0.ownerId'),
      })
      const shown = ['data.product.primarySpec', 'data.product.origin']
      await withMetafields(replay, 'preconditionRead', shown)
    },
    skip: { preconditionRead: NO_QUERY },
  },
  'metafields/definition-access': {
    skip: {
      'inlineGrants.response': 'a field that does not exist; our documents are checked by codegen',
      'standard*': NO_STANDARD,
      'reservedBeforeSetup.response': NO_STANDARD,
    },
  },
  'metafields/definition-app-namespace': {},
  'metafields/definition-capabilities': {
    differs: {
      'data.standardUniqueReference': NO_STANDARD,
      errors: NO_STANDARD,
    },
  },
  'metafields/definition-limit-per-owner': {
    async before(replay) {
      // As many as the recorded store had when the last ones were made.
      for (let i = 0; i < 247; i += 1) await define(replay, `own_${i}`)
    },
    skip: {
      'preflightCatalog*': 'the definitions of the recorded store',
      'createAttempts[0].response': 'the definitions of the recorded store',
      'postCleanup*': 'what was deleted in between was not recorded',
    },
  },
  'metafields/definition-update-delete-preconditions': {
    skip: { 'deleteGuardCandidateDiscovery.response': NO_STANDARD },
  },
  'metafields/definition-validations-and-values': {},
  'metafields/definitions-of-other-owners': {
    skip: {
      'captures[8].response': NO_COMPANIES,
      'captures[9].response': NO_COMPANIES,
      'captures[10].response': NO_COMPANIES,
      'captures[11].response': NO_COMPANIES,
    },
  },
  'metafields/field-types': {
    skip: {
      ...Object.fromEntries([3, 4, 5, 6, 7].map((i) => [`setup[${i}]*`, NO_METAOBJECTS])),
      'seededReads*': NO_METAOBJECTS,
      'metaobject*': NO_METAOBJECTS,
    },
  },
  'metafields/owners-of-every-kind': { skip: { '*': OTHER_OWNERS } },
  'metafields/set-validation-gaps': {
    skip: {
      'definitionRules.metaobject*': NO_METAOBJECTS,
      'definitionRules.replacement*': NO_METAOBJECTS,
      'definitionRules.listScalar*': NO_METAOBJECTS,
      'ownerTypes*': OTHER_OWNERS,
    },
    differs: { 'data.metafieldsSet.userErrors[7].message': NO_METAOBJECTS },
  },
}

const define = (replay: Replay, key: string) =>
  replay.call(
    `mutation ($key: String!) {
      metafieldDefinitionCreate(definition: {
        name: "Own", namespace: "own", key: $key, ownerType: PRODUCT, type: "single_line_text_field"
      }) { userErrors { message } }
    }`,
    { key },
  )
