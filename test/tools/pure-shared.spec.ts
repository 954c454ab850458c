import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { root } from '../../tools/project.ts'

/** Compiles a text as if it were a file of src-shared; gives the errors. */
function errorsOf(text: string): string[] {
  const folder = join(root, 'src-shared')
  const file = join(folder, 'planted.ts')
  const config = ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder)
  const host = ts.createCompilerHost(options)
  const readFromDisk = host.getSourceFile.bind(host)
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.Latest) : readFromDisk(name, ...rest)
  const program = ts.createProgram([file], options, host)
  const source = program.getSourceFile(file)
  return program
    .getSemanticDiagnostics(source)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

it.each(['process', 'window', 'document', 'console', 'Buffer', 'setTimeout'])('%s is unknown in src-shared', (name) => {
  expect(errorsOf(`export const planted = ${name}`)).toEqual([expect.stringContaining(`Cannot find name '${name}'`)])
})

it('plain TypeScript is fine there', () => {
  expect(errorsOf('export const planted = new Map([[1, structured()]]); function structured() { return 2 }')).toEqual(
    [],
  )
})
