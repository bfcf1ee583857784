// `npm run house`: what the layout promises, measured from the code. `--json`: as one line at the end.
import { KINDS } from '#app/migration/kinds/kind.ts'
import { lookAtHouse, MOST_FILES, MOST_LINES } from '#test/house/house.ts'
import { addAKind } from '#test/house/new-kind.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

const house = lookAtHouse(KINDS)
for (const circle of house.circles) say(`circle: ${circle.join(' → ')}`)
for (const broken of house.neversBroken) say(broken)
for (const place of house.cartNamedOutside) say(`names a cart: ${place}`)
for (const place of house.kindsListedOutside) say(`lists the kinds: ${place}`)
const newKind = addAKind()
for (const place of newKind.forgotten) say(`a new kind: ${place}`)
const { longestFile, fullestFolder } = house
if (longestFile.lines > MOST_LINES) say(`long: ${longestFile.path} has ${longestFile.lines} lines`)
if (fullestFolder.files > MOST_FILES) {
  say(`full: ${fullestFolder.path} holds ${fullestFolder.files} files`)
}
const isInOrder =
  house.circles.length === 0 &&
  house.neversBroken.length === 0 &&
  house.cartNamedOutside.length === 0 &&
  house.newCartTouches === 1 &&
  house.kindsListedOutside.length === 0 &&
  longestFile.lines <= MOST_LINES &&
  fullestFolder.files <= MOST_FILES
if (isInOrder) say('The house is in order.')
if (process.argv.includes('--json')) {
  process.stdout.write(
    `${JSON.stringify({
      circles: house.circles.length,
      neversBroken: house.neversBroken.length,
      cartNamedOutside: house.cartNamedOutside.length,
      newCartTouches: house.newCartTouches,
      kindsListedOutside: house.kindsListedOutside.length,
      longestFile,
      fullestFolder,
      newKindTouches: newKind.touches.length,
    })}\n`,
  )
}
process.exitCode = isInOrder ? 0 : 1
