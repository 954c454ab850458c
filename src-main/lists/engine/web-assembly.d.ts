/** The little of WebAssembly that the scan needs: its types come with the library of browsers, which is not for main. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer
    /** In pages of 64 KB; the old buffer is detached. */
    grow(pages: number): number
  }
  interface Instance {
    readonly exports: Record<string, unknown>
  }
  type Module = object

  const Memory: new (size: { initial: number; maximum: number }) => Memory
  const Module: new (code: Uint8Array) => Module
  const Instance: new (module: Module, imports: { env: { memory: Memory } }) => Instance
}
