/**
 * What a file may import follows from where it stands; what is not listed here is forbidden.
 * The one list of import rules: docs/architecture.md explains it, its diagram is drawn from it.
 */
const within = (...folders) => ({ path: `^(${folders.join('|')})` })
const packages = (...names) => ({ path: `^node_modules/(${names.join('|')})(/|$)` })
const node = { dependencyTypes: ['core'] }

const shared = 'src-shared/'
const viewPackages = ['vue', 'vue-i18n', 'pinia', 'naive-ui', '@lucide/vue', '@fontsource-variable/inter', '@vue']
const electronFiles = 'src-main/(main|window|protocol|menu|log)\\.ts$|src-main/ipc/sender\\.ts$'

const allow = (from, ...to) => to.map((target) => ({ from: { path: `^(${from})` }, to: target }))

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  allowedSeverity: 'error',
  allowed: [
    ...allow('src-shared/', within(shared), packages('zod')),
    ...allow('src-preload/', within(shared), packages('electron')),

    // the page
    ...allow(
      'src-renderer/(main|nonce|theme|theme-provider)\\.ts$|src-renderer/App\\.vue$',
      within('src-renderer/', shared),
      packages(...viewPackages),
    ),
    ...allow('src-renderer/(api|env\\.d)\\.ts$', within(shared)),
    ...allow('src-renderer/messages/', within('src-renderer/messages/', shared), packages('vue-i18n')),
    ...allow('src-renderer/stores/', within('src-renderer/(api\\.ts$|stores/)', shared), packages('vue', 'pinia')),
    ...allow(
      'src-renderer/composables/',
      within('src-renderer/(composables|messages)/', shared),
      packages('vue', 'vue-i18n'),
    ),
    ...allow(
      'src-renderer/components/',
      within('src-renderer/(components|composables|messages)/', 'src-renderer/theme\\.ts$', shared),
      packages(...viewPackages),
    ),
    ...allow(
      'src-renderer/views/',
      within('src-renderer/(views|components|composables|stores|messages)/', 'src-renderer/theme\\.ts$', shared),
      packages(...viewPackages),
    ),

    // the main process
    ...allow('src-main/', packages('zod')),
    ...allow('src-main/main\\.ts$', within('src-main/', shared), node, packages('electron')),
    ...allow(electronFiles, packages('electron')),
    ...allow('src-main/(window|menu|log|settings|demo)\\.ts$', within(shared), node),
    ...allow('src-main/protocol\\.ts$', within('src-main/csp\\.ts$'), node),
    ...allow('src-main/log\\.ts$', packages('electron-log')),
    ...allow('src-main/settings\\.ts$', packages('write-file-atomic')),
    ...allow(
      'src-main/ipc/',
      within('src-main/(ipc|lists|work|connections|tables)/', 'src-main/settings\\.ts$', shared),
      node,
    ),
    ...allow(
      'src-main/connections/',
      within(
        'src-main/(connections|secrets|lists|work|db/copy)/',
        'src-main/(settings|demo)\\.ts$',
        'src-main/providers/(registry|provider)\\.ts$',
        shared,
      ),
      node,
    ),
    ...allow(
      'src-main/browser-sign-in/',
      within('src-main/(browser-sign-in/|connections/address\\.ts$|providers/provider\\.ts$)', shared),
      node,
      packages('openid-client'),
    ),
    ...allow('src-main/(lists|work)/', within('src-main/db/', 'src-main/providers/provider\\.ts$', shared), node),
    ...allow('src-main/lists/', within('src-main/lists/'), packages('birpc')),
    ...allow('src-main/work/', within('src-main/work/'), packages('birpc')),
    ...allow('src-main/tables/', within('src-main/tables/')),
    ...allow('src-main/tables/xlsx\\.ts$', packages('write-excel-file')),
    ...allow('src-main/db/', within('src-main/db/', shared), node),
    ...allow('src-main/db/open\\.ts$', packages('better-sqlite3-multiple-ciphers')),
    ...allow('src-main/secrets/', within('src-main/secrets/', shared), node),
    ...allow('src-main/secrets/keychain\\.ts$', packages('keytar', '@github/keytar')),
    ...allow('src-main/providers/http', within('src-main/providers/http', shared), node),
    ...allow('src-main/providers/http\\.ts$', packages('axios')),
    ...allow('src-main/providers/(provider|account)\\.ts$', within('src-main/providers/account\\.ts$', shared)),
    ...allow('src-main/providers/registry\\.ts$', within('src-main/providers/provider\\.ts$', shared)),
    ...['muster-api', 'cloudworks'].flatMap((kind) =>
      allow(
        `src-main/providers/${kind}/`,
        within(`src-main/providers/(${kind}/|(provider|account)\\.ts$|http)`, shared),
        node,
      ),
    ),

    // the reference server
    ...allow(
      'src-server/',
      within('src-server/', shared),
      node,
      packages(
        'fastify',
        '@fastify',
        'fastify-type-provider-zod',
        'fastify-plugin',
        'zod',
        'kysely',
        'better-sqlite3-multiple-ciphers',
        'pg',
        '@types/pg',
        'jose',
        'nodemailer',
        'smtp-server',
        'mailparser',
        'scim2-parse-filter',
      ),
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.js', '.mjs', '.json', '.css'],
    },
    extraExtensionsToScan: ['.css'],
  },
}
