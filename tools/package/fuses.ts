import { FuseV1Options as Fuse } from '@electron/fuses'

/** All nine fuses of Electron, each with its reason. */
export const fuses = {
  [Fuse.RunAsNode]: false, // ELECTRON_RUN_AS_NODE would make the app a Node that anybody may script
  [Fuse.EnableCookieEncryption]: true,
  [Fuse.EnableNodeOptionsEnvironmentVariable]: false,
  [Fuse.EnableNodeCliInspectArguments]: false,
  [Fuse.EnableEmbeddedAsarIntegrityValidation]: true,
  [Fuse.OnlyLoadAppFromAsar]: true,
  [Fuse.LoadBrowserProcessSpecificV8Snapshot]: false,
  [Fuse.GrantFileProtocolExtraPrivileges]: false, // the page is not on file://
  [Fuse.WasmTrapHandlers]: true,
}
