import { BlockStack, Button, Text } from '@shopify/polaris'
import { useState } from 'react'

/**
 * A plain link would leave the frame without a session token, so the file is fetched (App Bridge adds
 * the token) and then saved under the name the answer gives it. A file that breaks off is not saved.
 */
export function SaveFileButton({
  path,
  label,
  accessibilityLabel,
}: {
  path: string
  label: string
  accessibilityLabel?: string
}) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  async function save() {
    setState('busy')
    try {
      const response = await fetch(path)
      if (!response.ok) return setState('failed')
      const url = URL.createObjectURL(await response.blob())
      const link = document.createElement('a')
      link.href = url
      link.download = nameOf(response) ?? 'download'
      link.click()
      URL.revokeObjectURL(url)
      setState('idle')
    } catch {
      setState('failed')
    }
  }
  return (
    <BlockStack gap="100">
      <Button
        onClick={() => void save()}
        loading={state === 'busy'}
        {...(accessibilityLabel ? { accessibilityLabel } : {})}
      >
        {label}
      </Button>
      {state === 'failed' ? (
        <Text as="p" tone="critical">
          The file could not be fetched. Try again.
        </Text>
      ) : null}
    </BlockStack>
  )
}

function nameOf(response: Response): string | null {
  return /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? null
}
