import { projectSays } from '#app/migration/messages/projects.ts'
import { z } from 'zod'
import { setEntityPointsLimit, wrongLimit } from '#app/projects/entity-points-limit.server.ts'
import { wrongOptions } from '#app/projects/project-options.ts'
import { updateOptions } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { targetProblem } from '#app/runs/needs/prerequisites.server.ts'
import type { SaveResult, SettingsView } from './settings-types.ts'

/** What the settings form offers. Shopify being away keeps nobody from the other settings. */
export async function settingsView(services: Services, shop: string): Promise<SettingsView> {
  try {
    return { locations: await services.targetStore(shop).locations(), problem: null }
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return { locations: [], problem: projectSays('locationsNotListed') }
  }
}

const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('restore') }),
  z.object({
    intent: z.literal('save'),
    orderNamePrefix: z.string(),
    conflictDefault: z.string(),
    locationId: z
      .string()
      .optional()
      .transform((id) => id || undefined),
    entityPointsLimit: z.string(),
  }),
])

/**
 * Saves the settings form, or creates again what the app needs in Shopify.
 * @throws NotFound
 */
export async function saveSettings(
  services: Services,
  shop: string,
  projectId: string,
  input: unknown,
): Promise<SaveResult> {
  const form = formSchema.safeParse(input)
  if (!form.success) {
    return {
      ok: false,
      fields: {},
      message: projectSays('formIncomplete'),
    }
  }
  if (form.data.intent === 'restore') return restore(services, shop)
  const { intent: _, entityPointsLimit, ...options } = form.data
  const wrong = { ...wrongOptions(options), ...wrongLimit(entityPointsLimit) }
  if (Object.keys(wrong).length > 0) {
    return {
      ok: false,
      fields: wrong,
      message: projectSays('fieldsWrong'),
    }
  }
  await setEntityPointsLimit(services, shop, projectId, entityPointsLimit)
  await updateOptions(services, shop, projectId, options)
  return { ok: true, done: 'saved' }
}

async function restore(services: Services, shop: string): Promise<SaveResult> {
  try {
    await services.targetStore(shop).prepare()
    return { ok: true, done: 'restored' }
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return { ok: false, fields: {}, message: problem.message, isOfShopify: true }
  }
}
