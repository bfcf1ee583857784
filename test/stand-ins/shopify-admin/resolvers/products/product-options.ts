import { z } from 'zod'
import { type Ctx, type UserError, userError } from '#test/stand-ins/shopify-admin/context.ts'
import {
  newGid,
  type Product,
  type ProductOption,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { holdsSeparator, MAX_OPTIONS, SEPARATOR_IN_NAME } from '../options/rules.ts'
import type { ProductSetInput } from './product-set-input.ts'
import { optionValueInput } from '../variants/input.ts'

export function setOptions(
  ctx: Ctx,
  draft: Product,
  inputs: NonNullable<ProductSetInput['productOptions']>,
  errors: UserError[],
): void {
  const field = ['input', 'productOptions']
  if (inputs.length > MAX_OPTIONS) {
    errors.push(
      userError(
        field,
        `Exceeded maximum number of options allowed (${MAX_OPTIONS})`,
        'OPTIONS_OVER_LIMIT',
      ),
    )
    return
  }
  const names = new Set<string>()
  const options: ProductOption[] = []
  inputs.forEach((input, i) => {
    const current = draft.options.find(
      (option) => option.id === input.id || option.name === input.name,
    )
    const name = (input.name ?? current?.name ?? '').trim()
    if (name === '') {
      errors.push(
        userError([...field, String(i), 'name'], "Option name can't be blank", 'INVALID_INPUT'),
      )
      return
    }
    if (name.length > 255) {
      errors.push(
        userError(
          [...field, String(i), 'name'],
          'Option name is too long (maximum is 255 characters)',
          'INVALID_INPUT',
        ),
      )
    }
    if (holdsSeparator(name)) {
      errors.push(userError([...field, String(i), 'name'], SEPARATOR_IN_NAME, 'INVALID_INPUT'))
    }
    if (names.has(name.toLowerCase())) {
      errors.push(
        userError(
          [...field, String(i)],
          `Duplicated option name '${name}'`,
          'DUPLICATED_OPTION_NAME',
        ),
      )
      return
    }
    names.add(name.toLowerCase())
    const seen = new Set<string>()
    const values = (input.values ?? []).flatMap((value, j) => {
      const text = (
        value.name ??
        current?.values.find(({ id }) => id === value.id)?.name ??
        ''
      ).trim()
      const where = [...field, String(i), 'values', String(j)]
      if (text === '') {
        errors.push(
          userError([...where, 'name'], "Option value name can't be blank", 'INVALID_INPUT'),
        )
        return []
      }
      if (text.length > 255) {
        errors.push(
          userError(
            [...where, 'name'],
            'Option value name is too long (maximum is 255 characters)',
            'INVALID_INPUT',
          ),
        )
      }
      if (seen.has(text.toLowerCase())) {
        errors.push(
          userError(where, `Duplicated option value '${text}'`, 'DUPLICATED_OPTION_VALUE'),
        )
        return []
      }
      seen.add(text.toLowerCase())
      const known = current?.values.find((entry) => entry.id === value.id || entry.name === text)
      return { id: known?.id ?? newGid(ctx.shop, 'ProductOptionValue'), name: text }
    })
    if (values.length === 0) {
      errors.push(
        userError(
          [...field, String(i), 'values'],
          'Option values are required',
          'OPTION_VALUES_MISSING',
        ),
      )
    }
    options.push({ id: current?.id ?? newGid(ctx.shop, 'ProductOption'), name, values })
  })
  if (errors.length === 0) draft.options = options
}

/** The values of a variant in the options' order; unknown options and values are errors. */
export function resolveValues(
  options: readonly ProductOption[],
  inputs: readonly z.infer<typeof optionValueInput>[],
): { ok: true; values: string[] } | { ok: false; problem: string; index: number | null } {
  const chosen = new Map<string, string>()
  for (const [index, input] of inputs.entries()) {
    const option = options.find(
      (candidate) =>
        candidate.id === input.optionId ||
        (input.optionName !== undefined &&
          candidate.name.toLowerCase() === input.optionName?.toLowerCase()) ||
        candidate.values.some(({ id }) => id === input.id),
    )
    if (!option) return { ok: false, problem: 'Option does not exist', index }
    if (chosen.has(option.id)) {
      return { ok: false, problem: `Duplicated option name '${option.name}'`, index: null }
    }
    const value = option.values.find(
      ({ id, name }) => id === input.id || name.toLowerCase() === input.name?.trim().toLowerCase(),
    )
    chosen.set(option.id, value?.name ?? input.name?.trim() ?? '')
  }
  const missing = options.filter((option) => !chosen.has(option.id))
  if (missing.length > 0) {
    const names = missing.map((option) => option.name).join(', ')
    return { ok: false, problem: `You need to add option values for ${names}`, index: null }
  }
  return { ok: true, values: options.map((option) => chosen.get(option.id) ?? '') }
}
