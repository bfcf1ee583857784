import { BlockStack, Button, Text } from '@shopify/polaris'
import { useState } from 'react'

const NOT_FETCHED = 'The file didn’t download. Try again.'

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
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  async function save() {
    setIsBusy(true)
    setFailure(null)
    try {
      const response = await fetch(path)
      if (!response.ok) {
        return setFailure(response.status === 429 ? await response.text() : NOT_FETCHED)
      }
      const url = URL.createObjectURL(await response.blob())
      const link = document.createElement('a')
      link.href = url
      link.download = nameOf(response) ?? 'download'
      link.click()
      URL.revokeObjectURL(url)
    } catch {
      setFailure(NOT_FETCHED)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <BlockStack gap="100">
      <Button
        onClick={() => void save()}
        loading={isBusy}
        {...(accessibilityLabel ? { accessibilityLabel } : {})}
      >
        {label}
      </Button>
      {failure === null ? null : (
        <div role="alert">
          <Text as="p" tone="critical">
            {failure}
          </Text>
        </div>
      )}
    </BlockStack>
  )
}

function nameOf(response: Response): string | null {
  return /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? null
}
