import { projectSays } from '#app/migration/messages/projects.ts'
import { shown } from '#app/words/sentence.server.ts'
import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BlockStack, Box, Layout, Page, Text } from '@shopify/polaris'
import { readForm } from '#app/web/form.server.ts'
import { embeddedHeaders, merchant } from '#app/web/merchant.server.ts'
import { listPrivacyExports } from '#app/privacy/exports.server.ts'
import { linkedProject } from '#app/projects/projects.server.ts'
import type { SaveResult } from '#app/settings/settings-types.ts'
import { saveSettings, settingsView } from '#app/settings/settings.server.ts'
import { NothingHere } from '#app/ui/shared/page/nothing-here.tsx'
import { PrivacyExports } from '#app/ui/settings/privacy-exports.tsx'
import { RouteError } from '#app/ui/shared/page/route-error.tsx'
import { SettingsForm } from '#app/ui/settings/settings-form.tsx'
import { SourceSettings } from '#app/ui/settings/source-settings.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const { services, shop } = await merchant(request)
  const project = await linkedProject(services, shop)
  const [exports, view] = await Promise.all([
    listPrivacyExports(services, shop),
    project ? settingsView(services, shop) : null,
  ])
  return { project, exports, view: shown(view) }
}

export async function action({ request }: ActionFunctionArgs) {
  const { services, shop } = await merchant(request)
  const { fields } = await readForm(request)
  const project = await linkedProject(services, shop)
  if (!project) {
    const refused: SaveResult = { ok: false, fields: {}, message: projectSays('notLinked') }
    return data(shown(refused), { status: 409 })
  }
  const result = await saveSettings(services, shop, project.id, fields)
  // Shopify being away is no mistake of the form.
  return data(shown(result), { status: result.ok || result.isOfShopify ? 200 : 400 })
}

export const headers = embeddedHeaders

/** On a phone, where cards reach both edges, Polaris leaves the words beside them no margin. */
function Inset({ title, text }: { title?: string; text?: string }) {
  return (
    <Box as={title ? 'span' : 'div'} paddingInline={{ xs: '400', sm: '0' }}>
      {title ?? (
        <Text as="p" tone="subdued">
          {text}
        </Text>
      )}
    </Box>
  )
}

export default function Settings() {
  const { project, exports, view } = useLoaderData<typeof loader>()
  return (
    <Page title="Settings">
      <Layout>
        {project && view ? (
          <>
            <Layout.AnnotatedSection
              id="source"
              title={<Inset title="Old store" />}
              description={
                <Inset text="Where the data comes from. Reconnecting renews the keys and keeps everything else." />
              }
            >
              <SourceSettings project={project} />
            </Layout.AnnotatedSection>
            <Layout.AnnotatedSection
              id="options"
              title={<Inset title="Migration" />}
              description={
                <Inset text="These apply to the next run. Records that Shopify refused earlier are tried again when they change." />
              }
            >
              <SettingsForm
                key={project.id}
                options={project.options}
                entityPointsLimit={project.entityPointsLimit}
                view={view}
              />
            </Layout.AnnotatedSection>
          </>
        ) : (
          <Layout.Section>
            <NothingHere
              heading="No store is linked yet"
              action={{ content: 'Connect your old store', url: '/app/connect' }}
            >
              The options of the migration appear here once a store is linked.
            </NothingHere>
          </Layout.Section>
        )}
        <Layout.AnnotatedSection
          id="privacy"
          title={<Inset title="Privacy" />}
          description={
            <Inset text="When a customer asks for their data, Shopify asks this app too. The answers are kept here for 30 days." />
          }
        >
          <BlockStack gap="400">
            <PrivacyExports exports={exports} />
          </BlockStack>
        </Layout.AnnotatedSection>
      </Layout>
    </Page>
  )
}

export const ErrorBoundary = RouteError
