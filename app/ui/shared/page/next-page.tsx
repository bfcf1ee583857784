import { useNavigate } from '@remix-run/react'
import { Box, Button, ButtonGroup, InlineStack } from '@shopify/polaris'

/** Keyset paging goes forward by a cursor and back by the browser's history. */
export function NextPage({
  path,
  cursor,
  next,
}: {
  /** With its own parameters, without `after`. */
  path: string
  cursor: string | null
  next: string | null
}) {
  const navigate = useNavigate()
  if (!cursor && !next) return null
  const separator = path.includes('?') ? '&' : '?'
  return (
    <Box paddingBlock="400">
      <InlineStack align="center">
        <ButtonGroup>
          <Button disabled={!cursor} onClick={() => void navigate(-1)}>
            Previous page
          </Button>
          <Button
            disabled={!next}
            {...(next ? { url: `${path}${separator}after=${encodeURIComponent(next)}` } : {})}
          >
            Next page
          </Button>
        </ButtonGroup>
      </InlineStack>
    </Box>
  )
}
