import type { CommandId } from '../../src-shared/commands.ts'

/** What the main part of the window shows. */
export const places = ['users', 'projects', 'audit', 'jobs', 'profile'] as const
export type Place = (typeof places)[number]

/** Why a command cannot be run now, in words. */
export type CommandDenials = Partial<Record<CommandId, string>>
