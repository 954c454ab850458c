/** Run by electron-builder on each unpacked app, before it is signed and put into an installer. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { flipFuses, FuseVersion } from '@electron/fuses'
import type { AfterPackContext } from 'electron-builder'
import { fuses } from './fuses.ts'

export async function afterPack({ appOutDir, packager, electronPlatformName }: AfterPackContext): Promise<void> {
  const { productFilename } = packager.appInfo
  const isMac = electronPlatformName === 'darwin'
  const resources = isMac ? `${productFilename}.app/Contents/Resources` : 'resources'
  rmSync(join(appOutDir, resources, 'default_app.asar'), { force: true }) // what Electron shows when it has no app
  const binaries: Record<string, string> = { darwin: `${productFilename}.app`, win32: `${productFilename}.exe` }
  await flipFuses(join(appOutDir, binaries[electronPlatformName] ?? 'muster'), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: isMac,
    ...fuses,
  })
}
