import { createCloudworks } from '../../../../src-main/providers/cloudworks/index.ts'
import { createHttp } from '../../../../src-main/providers/http.ts'
import { testPort } from '../port.ts'

const kind = createCloudworks({
  connect: (address) => createHttp({ address, fetch, userAgent: 'test' }),
  now: Date.now,
  wait: () => Promise.resolve(),
})

testPort({
  address: (server) => server.cloudworks,
  async open(address, vault) {
    const description = await kind.probe(address, AbortSignal.timeout(10_000))
    if ('seen' in description) throw new Error(description.seen)
    return kind.open(address, description, vault)
  },
  isRefresh: (request) => request.startsWith('POST /api/v1/auth/refresh'),
  isListing: (request) => request.startsWith('GET /api/v1/users?Limit=500'),
  role: '"User"',
})
