import { BlockStack, Card, List, Text } from '@shopify/polaris'

/** The way to the REST keys, as WooCommerce's own settings name things. */
export function KeyHelp() {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Where to find the keys
        </Text>
        <List type="number">
          <List.Item>Sign in to the WordPress admin of the old store.</List.Item>
          <List.Item>
            Open WooCommerce → Settings → Advanced → REST API and choose “Add key”.
          </List.Item>
          <List.Item>
            Describe it as “Shopify migration”, choose an administrator as the user and the
            permission “Read”.
          </List.Item>
          <List.Item>
            Choose “Generate API key” and copy both keys at once: WooCommerce shows the secret only
            once.
          </List.Item>
        </List>
        <Text as="p" tone="subdued">
          WooCommerce 5.8 or newer is needed. If a security plugin protects the old store, allow the
          path /wp-json/wc/v3/.
        </Text>
      </BlockStack>
    </Card>
  )
}
