/**
 * A real Chromium for tests and screenshots, from an npm package, on machines that have no browser
 * and none of its libraries, as root or as an ordinary user.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'

const run = promisify(execFile)

/** Shopify's library answers 410 to browsers that call themselves headless. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36'

function packageFolder(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  return path.resolve(path.dirname(entry), '..')
}

/**
 * The package unpacks into the temporary folder under fixed names, without a lock and without a
 * look at the version. So it is given an empty temporary folder of its own, in a process of its
 * own, and the finished result takes its versioned name in one step: whoever comes second throws
 * its copy away.
 */
async function unpack(): Promise<string> {
  const folder = packageFolder()
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')))
  const uid = userInfo().uid
  const home = path.join(tmpdir(), `chromium-${version}-${uid}`)
  if (existsSync(home)) {
    // A name in a shared folder can be taken by anyone: only what this user made is executed.
    if ((await lstat(home)).uid !== uid) throw new Error(`${home} belongs to another user`)
    return home
  }
  const staging = await mkdtemp(path.join(tmpdir(), 'chromium-unpacking-'))
  try {
    const entry = pathToFileURL(path.join(folder, 'build/index.js')).href
    const bin = path.join(folder, 'bin')
    const code = `
      const { inflate } = await import(${JSON.stringify(entry)})
      const archives = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']
      await Promise.all(archives.map((name) => inflate(${JSON.stringify(bin)} + '/' + name)))`
    await run(process.execPath, ['--input-type=module', '--eval', code], {
      env: { ...process.env, TMPDIR: staging, NODE_OPTIONS: '' },
    })
    await writeFontConfig(staging, home)
    await rename(staging, home)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    if (!existsSync(home)) throw error
  }
  return home
}

/** The package's own configuration names the folder it expects to be unpacked to. */
async function writeFontConfig(staging: string, home: string): Promise<void> {
  await mkdir(path.join(staging, 'fonts'), { recursive: true })
  await writeFile(
    path.join(staging, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/font-cache</cachedir>
</fontconfig>
`,
  )
}

/** Whether this machine has every library the binary is linked to. */
async function systemHasLibraries(executable: string): Promise<boolean> {
  try {
    const { stdout } = await run('ldd', [executable])
    return !stdout.includes('not found')
  } catch {
    return false
  }
}

/** Starts a headless Chromium. The caller closes it. Unpacks it first, once per machine and user. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return await chromium.launch({ channel: 'chrome' })
  }
  const home = await unpack()
  const executablePath = path.join(home, 'chromium')
  const libraries = (await systemHasLibraries(executablePath))
    ? {}
    : {
        LD_LIBRARY_PATH: [path.join(home, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']]
          .filter(Boolean)
          .join(':'),
      }
  return await chromium.launch({
    executablePath,
    // Neither a container nor root can have Chromium's own sandbox; only own pages are opened.
    args: ['--no-sandbox'],
    env: { ...process.env, ...libraries, FONTCONFIG_PATH: path.join(home, 'fonts') },
  })
}

/** Opens a page of the given size, in a session of its own, as an ordinary Chrome. */
export async function newPage(
  browser: Browser,
  size: { width: number; height: number },
): Promise<Page> {
  const context = await browser.newContext({
    viewport: size,
    userAgent: USER_AGENT,
    hasTouch: size.width < 600,
    locale: 'en-US',
  })
  return await context.newPage()
}
