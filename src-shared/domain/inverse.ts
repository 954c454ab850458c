import { type Change, changedFields, isEmpty } from './change.ts'
import type { Capabilities } from './capabilities.ts'

/** What was done and cannot be taken back: mails that went out, sessions that ended. */
export type Irrevocable = 'reset' | 'invite' | 'signOut' | 'delete' | 'mail'

/** What takes a change back, as far as anything can. `change` is null where there is nothing to take back. */
export interface Inverse {
  change: Change | null
  irrevocable: Irrevocable[]
}

/**
 * The inverse of a change that was applied as it was sent: `id` is the user's, `etag` the version that it left behind. Its
 * base are the values that were set, so that planning it shows what others have changed since (domain.md, Guards).
 */
export function inverseOf(
  sent: Change,
  id: string,
  etag: string | null,
  capabilities: Pick<Capabilities, 'restore'>,
): Inverse {
  const empty: Change = { target: { id }, base: {}, baseVersion: etag }
  switch (sent.action) {
    case 'create':
      return { change: { ...empty, action: 'delete' }, irrevocable: ['mail'] }
    case 'delete':
      if (capabilities.restore !== 'yes') return { change: null, irrevocable: ['delete'] }
      return { change: { ...empty, action: 'restore' }, irrevocable: [] }
    case 'restore':
      return { change: { ...empty, action: 'delete' }, irrevocable: [] }
  }
  const change: Change = { ...empty, ...valuesBack(sent), ...projectsBack(sent) }
  return { change: isEmpty(change) ? null : change, irrevocable: sent.action === undefined ? [] : [sent.action] }
}

function valuesBack(sent: Change): Pick<Change, 'base' | 'set'> {
  const [base, set]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}]
  for (const field of changedFields(sent)) {
    if (sent.base[field] === undefined) continue
    base[field] = sent.set?.[field]
    set[field] = sent.base[field]
  }
  return Object.keys(set).length === 0 ? { base } : { base, set } // the fields are those of a change
}

function projectsBack({ projects }: Change): Pick<Change, 'projects'> {
  if (!projects || projects.add.length + projects.remove.length === 0) return {}
  return { projects: { add: projects.remove, remove: projects.add } }
}
