import { account } from './en/account.ts'
import { audit } from './en/audit.ts'
import { bulk } from './en/bulk.ts'
import { commands } from './en/commands.ts'
import { connections } from './en/connections.ts'
import { copy } from './en/copy.ts'
import { failures } from './en/failures.ts'
import { filters } from './en/filters.ts'
import { forms } from './en/forms.ts'
import { denials, issues } from './en/issues.ts'
import { jobs } from './en/jobs.ts'
import { plan } from './en/plan.ts'
import { projects } from './en/projects.ts'
import { shell } from './en/shell.ts'
import { staged } from './en/staged.ts'
import { users } from './en/users.ts'
import { waiting } from './en/waiting.ts'

/** Every word of the program. Another language has the same keys. */
export const en = {
  shell,
  users,
  bulk,
  staged,
  filters,
  projects,
  plan,
  jobs,
  forms,
  connections,
  copy,
  account,
  audit,
  commands,
  failures,
  issues,
  denials,
  waiting,
}
