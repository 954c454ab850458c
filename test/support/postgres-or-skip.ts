import { beforeEach } from 'vitest'

beforeEach(({ skip }) => {
  const reason = process.env.MUSTER_NO_POSTGRES
  if (reason) skip(reason)
})
