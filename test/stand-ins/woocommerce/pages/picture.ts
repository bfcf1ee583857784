import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

const SIZE = 320

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const head = Buffer.alloc(4)
  head.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([head, body, sum])
}

/** A real PNG for any address in the media library: a disc on a ground, colours and place made from its name. */
export function picture(path: string): Buffer {
  const hash = createHash('sha1').update(path).digest()
  const palette = Buffer.from(
    [...hash.subarray(0, 3), ...hash.subarray(3, 6)].map((v) => 96 + (v >> 1)),
  )
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIZE, 0)
  header.writeUInt32BE(SIZE, 4)
  // One bit per pixel, colours from the palette.
  header.set([1, 3, 0, 0, 0], 8)
  const stride = 1 + SIZE / 8
  const rows = Buffer.alloc(stride * SIZE)
  const radius = SIZE / 5 + ((hash[6] ?? 0) % 60)
  const [centreX, centreY] = [SIZE / 3 + ((hash[7] ?? 0) % 110), SIZE / 3 + ((hash[8] ?? 0) % 110)]
  for (let y = 0; y < SIZE; y++) {
    const half = Math.sqrt(Math.max(0, radius ** 2 - (y - centreY) ** 2))
    for (let x = Math.ceil(centreX - half); x < Math.min(SIZE, centreX + half); x++) {
      const at = y * stride + 1 + (Math.max(0, x) >> 3)
      rows[at] = (rows[at] ?? 0) | (0x80 >> (Math.max(0, x) & 7))
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
