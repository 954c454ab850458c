/** `node tools/draw-icon.ts`: draws resources/icon.svg as the picture from which electron-builder makes each system's icon. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from './electron-stand-in/find-chromium.ts'
import { root } from './project.ts'

const executablePath = findChromium()
if (!executablePath) throw new Error('Chromium or Chrome is needed to draw the icon')
const size = 1024
const picture = `data:image/svg+xml;base64,${readFileSync(join(root, 'resources/icon.svg')).toString('base64')}`
const browser = await chromium.launch({ executablePath })
const page = await browser.newPage({ viewport: { width: size, height: size } })
await page.setContent(`<style>body { margin: 0 } img { display: block }</style><img src="${picture}" width="${size}">`)
await page.screenshot({ path: join(root, 'resources/icon.png'), omitBackground: true })
await browser.close()
