/** A program that reads a directory again and again, until it is killed: `node crash-child.ts FOLDER SEED USERS VERSION DEFECT`. */
import { createHost, type Defect } from './host.ts'
import { createModelServer } from './model-server.ts'
import { createRandom } from '../random.ts'

const [folder = '', seed = '0', users = '0', version = '0', defect = 'none'] = process.argv.slice(2)
const random = createRandom(Number(seed))
const model = createModelServer({ users: Number(users), domain: 'crash.example', changesPerBatch: 3, random })
model.change(Number(version))
const host = createHost(folder, model, defect as Defect) // from the list of the parent
await host.sync.open()
process.stdout.write('ready\n')
for (;;) {
  await host.sync.freshen()
  host.tidy()
  model.change(random.below(40))
  process.stdout.write(`${model.version()}\n`)
  await new Promise((resolve) => setImmediate(resolve))
}
