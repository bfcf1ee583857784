import type { Shown } from '#app/words/shown.ts'
import { useFetcher } from '@remix-run/react'
import { SaveBar, useAppBridge } from '@shopify/app-bridge-react'
import { Banner, BlockStack, Card, FormLayout, Select, TextField } from '@shopify/polaris'
import { useEffect, useState } from 'react'
import type { ProjectOptions } from '#app/projects/project-options.ts'
import type { SaveResult, SettingsView } from '#app/settings/settings-types.ts'
import { useFocusOnMistake } from '../shared/page/keep-focus.ts'

type Values = {
  orderNamePrefix: string
  conflictDefault: string
  locationId: string
  entityPointsLimit: string
}

const CONFLICT_CHOICES = [
  { value: 'keep_target', label: 'Keep Shopify’s' },
  { value: 'take_source', label: 'Use the old store’s' },
]

export function SettingsForm({
  options,
  entityPointsLimit,
  view,
}: {
  options: ProjectOptions
  entityPointsLimit: string
  view: Shown<SettingsView>
}) {
  const saved: Values = {
    orderNamePrefix: options.orderNamePrefix,
    conflictDefault: options.conflictDefault,
    locationId: options.locationId ?? '',
    entityPointsLimit: entityPointsLimit.replace(/\.0$/, ''),
  }
  const shopify = useAppBridge()
  const fetcher = useFetcher<Shown<SaveResult>>()
  const [values, setValues] = useState(saved)
  const isSaving = fetcher.state !== 'idle'
  const answer = isSaving ? undefined : fetcher.data
  const errors: Record<string, string> = answer && !answer.ok ? answer.fields : {}
  const isChanged = JSON.stringify(values) !== JSON.stringify(saved)
  const change = (name: keyof Values) => (value: string) => setValues({ ...values, [name]: value })
  const save = () => void fetcher.submit({ intent: 'save', ...values }, { method: 'post' })

  useFocusOnMistake(answer?.ok === false && answer)
  useEffect(() => {
    if (answer?.ok) shopify.toast.show('Settings saved')
  }, [answer, shopify])

  const locations = view.locations.map(({ id, name, isActive }) => ({
    value: id,
    label: isActive ? name : `${name} (deactivated)`,
    disabled: !isActive,
  }))
  const isLocationGone =
    view.locations.length > 0 &&
    values.locationId !== '' &&
    !view.locations.some(({ id, isActive }) => id === values.locationId && isActive)
  const hasCurrent = locations.some(({ value }) => value === values.locationId)

  return (
    <form
      aria-label="Migration settings"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <SaveBar id="settings" open={isChanged}>
        <button type="button" onClick={() => setValues(saved)}>
          Discard
        </button>
        <button type="button" {...{ variant: 'primary' }} onClick={save}>
          Save
        </button>
      </SaveBar>
      <Card>
        <BlockStack gap="400">
          {view.problem ? (
            <Banner tone="warning">
              <p>{view.problem}</p>
            </Banner>
          ) : null}
          <FormLayout>
            <TextField
              label="Order number prefix"
              helpText={`${
                values.orderNamePrefix
                  ? `The old store’s order 1001 becomes ${values.orderNamePrefix}1001.`
                  : 'Without one, the old store’s order 1001 stays 1001 here.'
              } Applies to orders not in Shopify yet.`}
              placeholder="for example WC-"
              autoComplete="off"
              maxLength={20}
              value={values.orderNamePrefix}
              onChange={change('orderNamePrefix')}
              error={errors['orderNamePrefix']}
            />
            <Select
              label="Stock location for new products"
              helpText="We never change the stock of products already in Shopify."
              options={
                hasCurrent
                  ? locations
                  : [
                      {
                        value: values.locationId,
                        label: values.locationId
                          ? 'No longer in Shopify: choose another'
                          : 'Choose a location',
                        disabled: true,
                      },
                      ...locations,
                    ]
              }
              value={values.locationId}
              onChange={change('locationId')}
              disabled={view.locations.length === 0}
              error={
                errors['locationId'] ??
                (isLocationGone
                  ? 'The location chosen for this project no longer exists or is deactivated, so no run can start. Choose another.'
                  : undefined)
              }
            />
            <Select
              label="Changed in both stores"
              helpText="Verify lists what was kept and what was replaced. Where Shopify’s was kept, you can still decide otherwise."
              options={CONFLICT_CHOICES}
              value={values.conflictDefault}
              onChange={change('conflictDefault')}
              error={errors['conflictDefault']}
            />
            <TextField
              label="Entity Points limit for one run"
              helpText="A run that would use more does not start. A product counts 1.0, a customer 0.5, an order 0.8; only new records count."
              inputMode="decimal"
              autoComplete="off"
              value={values.entityPointsLimit}
              onChange={change('entityPointsLimit')}
              error={errors['entityPointsLimit']}
            />
          </FormLayout>
          {answer && !answer.ok ? (
            <Banner tone="critical" title="Nothing was saved">
              <p>{answer.message}</p>
            </Banner>
          ) : null}
        </BlockStack>
      </Card>
    </form>
  )
}
