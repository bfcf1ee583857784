import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Layout,
  Page,
  Text,
} from '@shopify/polaris'
import { useState } from 'react'
import { readForm } from '#app/web/form.server.ts'
import { embeddedHeaders, idFrom, merchant, orNotFound } from '#app/web/merchant.server.ts'
import { connectForm, typedAgain } from '#app/projects/connect-form.server.ts'
import { shown } from '#app/words/sentence.server.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { ConnectFields } from '#app/ui/connect/connect-fields.tsx'
import { useFocusOnMistake } from '#app/ui/shared/page/keep-focus.ts'
import { KeyHelp } from '#app/ui/connect/key-help.tsx'
import { MovedAddress } from '#app/ui/connect/moved-address.tsx'
import { NeverReadCard } from '#app/ui/connect/never-read-card.tsx'
import { ReplaceLinked } from '#app/ui/connect/replace-linked.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'

/** `?project=` names the project whose keys are to be renewed. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { services, shop } = await merchant(request)
  const asked = new URL(request.url).searchParams.get('project')
  return shown(await orNotFound(connectForm(services, shop, asked ? idFrom(asked) : null)))
}

export async function action({ request }: ActionFunctionArgs) {
  const { services, shop, goTo } = await merchant(request)
  const { fields: form } = await readForm(request)
  const result = await connectSource(services, shop, form)
  if (result.ok) {
    const how = result.moved ? 'moved' : result.reconnected ? 'again' : 'new'
    return goTo(`/app?connected=${how}`)
  }
  // What the old store refused is no mistake of the form.
  const status = result.problem.code === 'FORM_INCOMPLETE' ? 400 : 200
  return data({ ...shown(result), typed: typedAgain(form) }, { status })
}

export const headers = embeddedHeaders

export default function Connect() {
  const { carts, reconnecting, linkedUrl } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  useFocusOnMistake(refused)
  const [cartId, setCartId] = useState(refused?.typed['cart'] ?? reconnecting?.cart)
  // With several, none is taken for granted: the wrong one's keys would be looked for in vain.
  const cart = carts.length === 1 ? carts[0] : carts.find(({ id }) => id === cartId)
  const isTesting = useNavigation().formMethod === 'POST'
  const mustConfirm = refused?.problem.code === 'ANOTHER_STORE_LINKED'
  const isQuestion = mustConfirm || refused?.problem.code === 'ADDRESS_CHANGED'

  return (
    <Page
      title={reconnecting ? `Reconnect ${reconnecting.sourceName}` : 'Connect your old store'}
      subtitle="The app only reads from the old store. It never changes anything there."
      backAction={{ content: 'Home', url: '/app' }}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Card>
              <Form method="post" aria-label="Connect your old store" noValidate>
                <BlockStack gap="400">
                  <ConnectFields
                    carts={carts}
                    cart={cart}
                    onCart={setCartId}
                    initial={refused?.typed ?? { url: reconnecting?.sourceUrl ?? '' }}
                    errors={refused?.fields ?? {}}
                  />
                  {refused?.moved ? (
                    <MovedAddress
                      key={refused.moved.to}
                      from={refused.moved.from}
                      to={refused.moved.to}
                      initial={refused.typed['movedTo'] === refused.moved.to}
                    />
                  ) : null}
                  {mustConfirm ? (
                    <ReplaceLinked url={refused.linked?.sourceUrl ?? linkedUrl} />
                  ) : null}
                  {refused ? (
                    <Banner
                      tone={isQuestion ? 'warning' : 'critical'}
                      title={refusedTitle(refused.problem)}
                    >
                      <p>
                        {Object.values(refused.fields).includes(refused.problem.reason)
                          ? 'Nothing was saved. Correct the marked field and try again.'
                          : refused.problem.reason}
                      </p>
                    </Banner>
                  ) : null}
                  <InlineStack align="end">
                    <Button submit variant="primary" loading={isTesting}>
                      Test and connect
                    </Button>
                  </InlineStack>
                  <Box aria-live="polite">
                    {isTesting ? (
                      <Text as="p" tone="subdued">
                        Checking your old store. This takes a few seconds.
                      </Text>
                    ) : null}
                  </Box>
                </BlockStack>
              </Form>
            </Card>
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          {cart ? (
            <BlockStack gap="400">
              <KeyHelp {...cart.keyHelp} />
              <NeverReadCard of={cart.neverRead} />
            </BlockStack>
          ) : null}
        </Layout.Section>
      </Layout>
    </Page>
  )
}

/** A question, or which of the connection's two ends said no. */
function refusedTitle({ code, side }: { code: string; side?: 'source' | 'target' }): string {
  if (code === 'ANOTHER_STORE_LINKED') return 'Another store is linked'
  if (code === 'ADDRESS_CHANGED') return 'Did your old store move, or is this a copy?'
  if (side === 'source') return 'The old store is not connected yet'
  return side === 'target' ? 'Shopify is not ready yet' : 'The store is not connected yet'
}

export const ErrorBoundary = RouteError
