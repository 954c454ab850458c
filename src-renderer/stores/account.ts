import { defineStore } from 'pinia'
import type { OwnProfileChange } from '../../src-shared/domain/account.ts'
import { call } from '../api.ts'
import { useConnections } from './connections.ts'

/** The signed-in account and what it does with itself. Nothing of it is kept here. */
export const useAccount = defineStore('account', () => {
  const connections = useConnections()
  const read = (connection: string) => call('account.read', { connection })
  const change = (connection: string, changed: OwnProfileChange, version: string | null) =>
    call('account.change', { connection, change: changed, version })
  const confirmEmail = (connection: string) => call('account.confirmEmail', { connection })
  const changePassword = async (connection: string, oldPassword: string, newPassword: string) =>
    connections.keep(await call('account.changePassword', { connection, oldPassword, newPassword }))
  const readSessions = (connection: string) => call('account.sessions', { connection })
  const endSession = (connection: string, id: string | null) => call('account.endSession', { connection, id })
  const remove = async (connection: string, userName: string) =>
    connections.keep(await call('account.delete', { connection, userName }))

  return { read, change, confirmEmail, changePassword, readSessions, endSession, remove }
})
