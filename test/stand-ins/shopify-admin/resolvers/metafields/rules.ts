import { z } from 'zod'
import type { MetafieldDefinition } from '#test/stand-ins/shopify-admin/store/state.ts'

/*
 * What a definition's validations ask of a value (recorded: set-validation-gaps,
 * definition-validations-and-values). Only writes are checked: what is there already stays.
 */

/** The first rule of the definition that the value breaks, in Shopify's words. */
export function brokenRule(definition: MetafieldDefinition, value: string): string | null {
  const rule = (name: string) =>
    definition.validations.find((each) => each.name === name)?.value ?? null
  switch (definition.type) {
    case 'single_line_text_field':
    case 'multi_line_text_field':
      return brokenText(rule, value)
    case 'number_integer':
    case 'number_decimal':
      return brokenBound(
        rule,
        (text) => Number(text),
        value,
        (text) => text,
      )
    case 'date':
      return brokenBound(rule, Date.parse, value, (text) => text)
    case 'date_time':
      return brokenBound(rule, Date.parse, value, inWords)
    case 'rating':
      return brokenScale(rule, value)
    default:
      return null
  }
}

type Rule = (name: string) => string | null

function brokenText(rule: Rule, value: string): string | null {
  const [min, max, regex, choices] = [rule('min'), rule('max'), rule('regex'), rule('choices')]
  if (min !== null && value.length < Number(min)) return `Value has a minimum length of ${min}.`
  if (max !== null && value.length > Number(max)) return `Value has a maximum length of ${max}.`
  if (regex !== null && !new RegExp(regex).test(value)) return 'Value is not the correct format.'
  const allowed = choices === null ? null : z.array(z.string()).parse(JSON.parse(choices))
  return allowed && !allowed.includes(value)
    ? `Value does not exist in provided choices: [${allowed.map((each) => JSON.stringify(each)).join(', ')}].`
    : null
}

function brokenBound(
  rule: Rule,
  order: (text: string) => number,
  value: string,
  words: (text: string) => string,
): string | null {
  const [min, max] = [rule('min'), rule('max')]
  if (min !== null && order(value) < order(min)) return `Value has a minimum of ${words(min)}.`
  return max !== null && order(value) > order(max) ? `Value has a maximum of ${words(max)}.` : null
}

/** "2026-12-31T23:59:59+00:00" → "2026-12-31 23:59:59 +0000". */
const inWords = (time: string) => time.replace('T', ' ').replace(/([+-]\d\d):(\d\d)$/, ' $1$2')

function brokenScale(rule: Rule, value: string): string | null {
  const scale = z.object({ scale_min: z.string(), scale_max: z.string() }).parse(JSON.parse(value))
  return scale.scale_min === (rule('scale_min') ?? scale.scale_min) &&
    scale.scale_max === (rule('scale_max') ?? scale.scale_max)
    ? null
    : 'Value min and max on the rating value must be the same as the min and max on the definition.'
}
