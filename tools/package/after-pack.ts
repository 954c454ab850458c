import { join } from 'node:path'
import { flipFuses, FuseVersion } from '@electron/fuses'
import type { AfterPackContext } from 'electron-builder'
import { fuses } from './fuses.ts'

/** Called by electron-builder, whose own option for fuses knows only older ones and refuses the newest. */
export default async function afterPack(context: AfterPackContext): Promise<void> {
  const { appOutDir, packager, electronPlatformName } = context
  const name = packager.appInfo.productFilename
  const files: Record<string, string> = { darwin: `${name}.app`, win32: `${name}.exe`, linux: 'muster' }
  await flipFuses(join(appOutDir, files[electronPlatformName] ?? name), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    ...fuses,
  })
}
