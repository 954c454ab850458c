/** `npm run docs`: writes what is made from the code; a test tells when a file is stale. */
import { writeFile } from 'node:fs/promises'
import { openApiText } from './openapi.ts'

const file = new URL('../../docs/openapi.json', import.meta.url)
await writeFile(file, await openApiText())
console.log('docs/openapi.json')
