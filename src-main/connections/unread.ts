import type { Ability, Capabilities } from '../../src-shared/domain/capabilities.ts'
import { defaultNameRules } from '../../src-shared/domain/user-rules.ts'
import type { ServerDescription } from '../providers/provider.ts'
import type { Profile } from '../settings.ts'

const no: Ability = 'not_on_this_server'

const nothing: Capabilities = {
  versions: no,
  delta: no,
  events: no,
  idempotency: no,
  bulkMax: 0,
  paging: 'offset',
  restore: no,
  invite: no,
  reset: 'action',
  signOut: no,
  approve: no,
  creationName: no,
  twoFactor: no,
  audit: no,
  stats: no,
  sessions: no,
  account: { email: no, confirmEmail: no, password: no, notices: no, deletion: no, forgotten: no },
  nameRules: defaultNameRules,
}

/** Stands for what a server tells of itself until it is asked anew, where that can no longer be read. */
export const unreadDescription = ({ id, address }: Profile): ServerDescription => ({
  instance: id,
  name: address,
  server: '',
  isDemo: false,
  mailbox: null,
  signInMethods: ['password'],
  capabilities: nothing,
})
