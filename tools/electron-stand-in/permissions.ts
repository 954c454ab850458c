import { chromium, whileOpen } from './state.ts'

/** Chromium's names of what Electron's permissions stand for. */
const chromiumNames: Record<string, string[]> = {
  notifications: ['notifications'],
  geolocation: ['geolocation'],
  media: ['microphone', 'camera'],
  'clipboard-read': ['clipboard-read'],
}
const others = ['midi', 'idle-detection', 'local-fonts', 'window-management']

/** So that Chromium itself never asks a person. */
export function denyAllPermissions(): void {
  for (const name of [...Object.values(chromiumNames).flat(), ...others]) whileOpen(setOne(name, false))
}

/** Grants or denies one of Electron's permissions to all pages. */
export async function setPermission(permission: string, isGranted: boolean): Promise<void> {
  await Promise.all((chromiumNames[permission] ?? []).map((name) => setOne(name, isGranted)))
}

const setOne = (name: string, isGranted: boolean) =>
  chromium().cdp.send('Browser.setPermission', { permission: { name }, setting: isGranted ? 'granted' : 'denied' })
