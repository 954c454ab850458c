import type { InjectionKey } from 'vue'
import type { Output } from '../../src-shared/ipc/contract.ts'

/** Reads the audit entries about a user; null where the server or the role has none to show. */
export type ReadUserAudit = (id: string, cursor: string | null) => Promise<Output<'audit.ofUser'>>
export const userAuditKey: InjectionKey<() => ReadUserAudit | null> = Symbol('audit of a user')
