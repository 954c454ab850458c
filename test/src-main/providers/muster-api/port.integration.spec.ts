import { createHttp } from '../../../../src-main/providers/http.ts'
import { createMusterApi } from '../../../../src-main/providers/muster-api/index.ts'
import { testPort } from '../port.ts'

let keys = 0
const kind = createMusterApi({
  connect: (address) => createHttp({ address, fetch, userAgent: 'test' }),
  newKey: () => `key-${process.pid}-${++keys}`,
  identify: () => Promise.reject(new Error('no browser is opened here')),
})

testPort({
  address: (server) => server.url,
  async open(address, vault) {
    const description = await kind.probe(address, AbortSignal.timeout(10_000))
    if ('seen' in description) throw new Error(description.seen)
    return kind.open(address, description, vault)
  },
  isRefresh: (request) => request.startsWith('POST /v1/sessions/refresh'),
  isListing: (request) => /^GET \/v1\/users(\?|$)/.test(request),
  role: '"user"',
})
