import { Fragment } from 'react'
import type { Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { FieldComparison, VerifyRow } from '#app/verification/verdict/verification-types.ts'
import { fieldName } from '#app/migration/messages/en/field-name.ts'
import { valueLines } from '#app/words/field-value.ts'
import { useFormat } from '../shared/page/use-format.ts'

const VERDICTS: Readonly<Record<FieldComparison<string>['verdict'], string | null>> = {
  equal: null,
  different: 'Different',
  kept: 'Kept as in Shopify',
  explained: 'Different, for a known reason',
}

/** The old store's values beside what Shopify has now; what differs is said in words too. */
export function ComparisonTable({
  label,
  fields,
  currency,
}: {
  label: string
  fields: readonly FieldComparison<string>[]
  currency: VerifyRow['currency']
}) {
  return (
    <table className="comparison">
      <caption className="visually-hidden">{label}</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Old store</th>
          <th scope="col">Shopify now</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const verdict = VERDICTS[field.verdict]
          return (
            <Fragment key={field.field}>
              <tr className={`comparison-${field.verdict}`}>
                <th scope="row">
                  {fieldName(field.field)}
                  {verdict ? <span className="comparison-mark">{verdict}</span> : null}
                </th>
                <Value field={field.field} value={field.source} currency={currency.source} />
                <Value field={field.field} value={field.target} currency={currency.target} />
              </tr>
              {field.note ? (
                <tr className={`comparison-${field.verdict}`}>
                  <td colSpan={3} className="comparison-note">
                    {field.note}
                  </td>
                </tr>
              ) : null}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

function Value(props: { field: string; value: Json; currency: string | null }) {
  const { moment } = useFormat()
  const { field, value, currency } = props
  const lines = valueLines(field, value, { moment, currency })
  return (
    <td>
      {lines.length === 0 ? (
        <span className="comparison-nothing">Nothing</span>
      ) : (
        lines.map((line, at) => <div key={`${at}-${line}`}>{line}</div>)
      )}
    </td>
  )
}
