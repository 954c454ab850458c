import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inPackage, root } from '../../tools/project.ts'

const sides = ['src-shared', 'src-main', 'src-preload', 'src-renderer', 'src-server']
const packages = [
  'axios',
  'better-sqlite3-multiple-ciphers',
  'electron',
  'electron-log',
  'fastify',
  'keytar',
  'vue',
  'write-file-atomic',
  'zod',
]

/** Files with what they may import: every folder for which there are rules. */
const allowed: Record<string, string[]> = {
  'src-shared/domain/user.ts': ['zod'],
  'src-preload/preload.ts': ['electron', '../src-shared/domain/user.ts'],
  'src-main/main.ts': ['electron', 'node:path', './connections/connections.ts', './ipc/serve.ts', './window.ts'],
  'src-main/window.ts': ['electron', 'node:path', '../src-shared/domain/user.ts'],
  'src-main/log.ts': ['node:fs', 'electron-log', '../src-shared/domain/user.ts'],
  'src-main/settings.ts': ['node:fs', 'write-file-atomic', '../src-shared/domain/user.ts'],
  'src-main/connections/connections.ts': [
    '../settings.ts',
    '../secrets/store.ts',
    '../providers/registry.ts',
    '../lists/lists.ts',
  ],
  'src-main/ipc/serve.ts': ['../connections/connections.ts', '../lists/lists.ts', '../work/jobs.ts'],
  'src-main/lists/lists.ts': ['../db/open.ts', '../providers/provider.ts'],
  'src-main/work/jobs.ts': ['../db/open.ts', '../providers/provider.ts', 'node:crypto'],
  'src-main/db/open.ts': ['better-sqlite3-multiple-ciphers'],
  'src-main/secrets/store.ts': ['./keychain.ts'],
  'src-main/secrets/keychain.ts': ['keytar'],
  'src-main/providers/provider.ts': ['../../src-shared/domain/user.ts'],
  'src-main/providers/http.ts': ['axios', 'zod'],
  'src-main/providers/registry.ts': ['./provider.ts'],
  'src-main/providers/muster-api/muster-api.ts': ['../provider.ts', '../http.ts'],
  'src-renderer/main.ts': ['vue', './views/view.ts', './stores/users.ts'],
  'src-renderer/api.ts': ['../src-shared/domain/user.ts'],
  'src-renderer/stores/users.ts': ['vue', '../api.ts'],
  'src-renderer/composables/use-thing.ts': ['vue'],
  'src-renderer/components/part.ts': ['vue', '../composables/use-thing.ts'],
  'src-renderer/views/view.ts': ['../stores/users.ts', '../components/part.ts'],
  'src-server/index.ts': ['fastify', 'node:http', './store/store.ts'],
  'src-server/store/store.ts': ['better-sqlite3-multiple-ciphers', '../../src-shared/domain/user.ts'],
}

/** Violations of each kind: where the file lies, what it imports, and why it must not. */
const planted: [file: string, imported: string, reason: string][] = [
  ['src-shared/bad-node.ts', 'node:fs', 'shared code runs in the page'],
  ['src-shared/bad-package.ts', 'vue', 'shared code knows no framework'],
  ['src-shared/bad-side.ts', '../src-main/log.ts', 'shared code knows no side'],
  ['src-preload/bad-node.ts', 'node:fs', 'a sandboxed preload script has no Node'],
  ['src-renderer/views/bad-electron.ts', 'electron', 'the page has no Electron'],
  ['src-renderer/views/bad-api.ts', '../api.ts', 'views ask stores'],
  ['src-renderer/views/bad-main.ts', '../../src-main/log.ts', 'the page knows main by its contract'],
  ['src-renderer/stores/bad-view.ts', '../views/view.ts', 'stores know no views'],
  ['src-renderer/composables/bad-store.ts', '../stores/users.ts', 'composables take refs'],
  ['src-renderer/components/bad-store.ts', '../stores/users.ts', 'components take props'],
  ['src-main/ipc/bad-db.ts', '../db/open.ts', 'handlers go through lists and work'],
  ['src-main/ipc/bad-secrets.ts', '../secrets/store.ts', 'handlers never see secrets'],
  ['src-main/ipc/bad-provider.ts', '../providers/provider.ts', 'handlers never see providers'],
  ['src-main/providers/bad-electron.ts', 'electron', 'providers run without Electron'],
  ['src-main/lists/bad-electron.ts', 'electron', 'lists run in a worker'],
  ['src-main/lists/bad-provider.ts', '../providers/muster-api/muster-api.ts', 'lists know the port only'],
  ['src-main/work/bad-axios.ts', 'axios', 'one file speaks HTTP'],
  ['src-main/work/bad-sqlite.ts', 'better-sqlite3-multiple-ciphers', 'one file knows the driver'],
  ['src-main/secrets/bad-keytar.ts', 'keytar', 'one file knows the keychain'],
  ['src-main/providers/muster-api/bad-other.ts', '../other/other.ts', 'a provider knows no other'],
  ['src-server/bad-main.ts', '../src-main/log.ts', 'the server stands alone'],
  ['src-server/bad-electron.ts', 'electron', 'the server runs without Electron'],
]
const cycle: Record<string, string[]> = {
  'src-shared/domain/ring-a.ts': ['./ring-b.ts'],
  'src-shared/domain/ring-b.ts': ['./ring-a.ts'],
}
const unresolved: Record<string, string[]> = { 'src-shared/domain/lost.ts': ['./nowhere.ts'] }

let tree = ''

function write(files: Record<string, string[]>): void {
  for (const [file, imports] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    const lines = imports.map((name) => `import '${name}'`)
    writeFileSync(join(tree, file), [...lines, 'export {}', ''].join('\n'))
  }
}

interface Violation {
  from: string
  rule: { name: string }
}

/** Cruises the tree with the rules of the repository, as `npm run check` does. */
function violations(): string[] {
  const script = inPackage('dependency-cruiser', 'bin/dependency-cruiser.mjs')
  const args = [script, '--config', join(root, '.dependency-cruiser.js'), '--output-type', 'json', ...sides]
  const { summary } = JSON.parse(run(args)) as { summary: { violations: Violation[] } } // as its reporter writes it
  return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`).sort()
}

function run(args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 32 * 1024 * 1024 })
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'import-rules-'))
  copyFileSync(join(root, 'tsconfig.base.json'), join(tree, 'tsconfig.base.json'))
  for (const name of packages) {
    const folder = join(tree, 'node_modules', name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    writeFileSync(join(folder, 'index.js'), '')
  }
  write(allowed)
})
afterAll(() => rmSync(tree, { recursive: true, force: true }))

it('finds nothing in a tree that keeps the rules', { timeout: 30_000 }, () => {
  expect(violations()).toEqual([])
})

it('finds every planted violation, and nothing else', { timeout: 30_000 }, () => {
  write({ 'src-main/providers/other/other.ts': [] })
  write(Object.fromEntries(planted.map(([file, imported]) => [file, [imported]])))
  write(cycle)
  write(unresolved)
  const expected = [
    ...planted.map(([file]) => `${file}: not-in-allowed`),
    'src-shared/domain/lost.ts: no-orphan-imports',
    'src-shared/domain/lost.ts: not-in-allowed',
    'src-shared/domain/ring-a.ts: no-cycles', // one for the ring
  ]
  expect(violations()).toEqual(expected.sort())
})
