/**
 * `npm run check`: format, lint, types, unit tests, import rules and dead code, side by side; under a minute.
 * `--without-tests`: for `npm test`, which counts the unit tests on its own.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

const steps: [name: string, command: string, ...args: string[]][] = [
  ['types', 'vue-tsc', '-b'],
  ['lint', 'eslint', '--max-warnings=0', '.'],
  ['unit tests', 'vitest', 'run', '--project', 'unit', '--passWithNoTests'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  [
    'import rules',
    'depcruise',
    '--output-type',
    'err',
    'src-shared',
    'src-main',
    'src-preload',
    'src-renderer',
    'src-server',
  ],
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
    const child = spawn(command, args, {
      shell: process.platform === 'win32',
      env: { ...process.env, FORCE_COLOR: '0' },
    })
    const chunks: Buffer[] = []
    const end = (ok: boolean) => {
      resolve({ name, ok, seconds: (performance.now() - started) / 1000, output: Buffer.concat(chunks).toString() })
    }
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', (error) => {
      chunks.push(Buffer.from(String(error)))
      end(false)
    })
    child.on('close', (code) => {
      end(code === 0)
    })
  })
}

const isWithoutTests = process.argv.includes('--without-tests')
const waiting = steps.filter(([name]) => !(isWithoutTests && name === 'unit tests'))
const failed: string[] = []

async function work(): Promise<void> {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const ended = await run(step)
    console.log(`${ended.ok ? 'ok    ' : 'FAILED'} ${ended.name}, ${ended.seconds.toFixed(1)} s`)
    if (ended.ok) continue
    failed.push(ended.name)
    console.log(ended.output)
  }
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
console.log(failed.length === 0 ? `all checks passed` : `failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
