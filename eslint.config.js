import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const noEnums = { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' }
const noClasses = { selector: ':matches(ClassDeclaration, ClassExpression)', message: 'Use a function that makes it.' }
const noDefaultExports = { selector: 'ExportDefaultDeclaration', message: 'Give it a name.' }

export default defineConfig(
  globalIgnores(['out', 'dist', '.cache', 'node_modules', 'test-results', 'playwright-report']),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { parser: ts.parser, projectService: true, extraFileExtensions: ['.vue'], sourceType: 'module' },
    },
    rules: {
      'no-undef': 'off', // the compiler knows better
      'no-empty-pattern': 'off', // Playwright's fixtures need `{}`
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-definitions': 'off', // zod schemas and their types share a name
      '@typescript-eslint/no-redeclare': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/unbound-method': 'off', // factories make closures; there is no `this` to lose
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
    },
  },
  {
    files: ['**/*.vue'],
    extends: [vue.configs['flat/recommended']],
    languageOptions: { parser: vueParser },
    rules: {
      'vue/max-attributes-per-line': 'off', // layout is the formatter's
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/no-deprecated-slot-attribute': 'off', // a prop of a row is named slot
      'vue/no-static-inline-styles': 'error', // the page's policy refuses them
    },
  },
  {
    // ESLint's compiler cannot read .vue files, so what comes out of one has no type here; vue-tsc checks it
    files: ['**/*.vue', 'src-renderer/main.ts', 'tools/bench/grid/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-useless-default-assignment': 'off', // it takes every prop for required
      'vue/require-default-prop': 'off', // absent is undefined, and the types say where
    },
  },
  {
    // typed arrays within their bounds: a default would hide a wrong index, and cost time in the inner loops
    files: ['src-main/lists/engine/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  { rules: { 'max-lines': ['error', 300], 'no-restricted-syntax': ['error', noEnums, noClasses, noDefaultExports] } },
  // classes: the one error, and the stand-in, whose API is made of them in Electron
  {
    files: ['src-shared/failure.ts', 'tools/electron-stand-in/**'],
    rules: { 'no-restricted-syntax': ['error', noEnums, noDefaultExports] },
  },
  // default exports: what tools look for in their configuration, and single-file components
  {
    files: ['*.config.{ts,js}', '.dependency-cruiser.js', 'test/support/postgres-setup.ts', '**/*.vue'],
    rules: { 'no-restricted-syntax': ['error', noEnums, noClasses] },
  },
)
