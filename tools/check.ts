/** `npm run check`: format, lint, types, unit tests, import rules, dead code and the OpenAPI document, side by side; under a minute. */
import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { startProgram } from './programs.ts'
import { cache, root } from './project.ts'

/** Where the unit tests leave their report, for `npm test`. */
export const unitReport = join(cache, 'test-unit.json')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]
const sides = ['src-shared', 'src-main', 'src-preload', 'src-renderer', 'src-server']

const steps: [name: string, command: string, ...args: string[]][] = [
  ['types', 'vue-tsc', '-b'],
  [
    'lint',
    'eslint',
    '--max-warnings=0',
    '--cache',
    '--cache-location',
    '.cache/eslint',
    '--cache-strategy',
    'content',
    '.',
  ],
  ['unit tests', 'vitest', 'run', '--project', 'unit', ...reporters],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['import rules', 'depcruise', '--output-type', 'err', ...sides],
  ['dead code', 'knip', '--no-progress'],
  ['OpenAPI document', 'redocly', 'lint', 'docs/openapi.json'],
]

interface Ended {
  name: string
  ok: boolean
  seconds: number
  output: string
}

function run([name, command, ...args]: (typeof steps)[number]): Promise<Ended> {
  const started = performance.now()
  return new Promise((resolve) => {
    const child = startProgram(command, args, {
      cwd: root,
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
        FORCE_COLOR: '0',
        REDOCLY_TELEMETRY: 'off',
        REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
      },
    })
    const chunks: Buffer[] = []
    const end = (ok: boolean) => {
      resolve({ name, ok, seconds: (performance.now() - started) / 1000, output: Buffer.concat(chunks).toString() })
    }
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', (error) => {
      chunks.push(Buffer.from(String(error)))
      end(false)
    })
    child.on('close', (code) => {
      end(code === 0)
    })
  })
}

/** Runs all checks, prints what they found, and gives the names of those that failed. */
export async function check(): Promise<string[]> {
  rmSync(unitReport, { force: true })
  const waiting = [...steps]
  const failed: string[] = []
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const ended = await run(step)
      console.log(`${ended.ok ? 'ok    ' : 'FAILED'} ${ended.name}, ${ended.seconds.toFixed(1)} s`)
      if (ended.ok) continue
      failed.push(ended.name)
      console.log(ended.output)
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
  console.log(failed.length === 0 ? `${steps.length} checks passed` : `failed: ${failed.join(', ')}`)
  return failed
}

if (import.meta.main) process.exitCode = (await check()).length === 0 ? 0 : 1
