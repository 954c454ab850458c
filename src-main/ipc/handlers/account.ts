import { Failed } from '../../../src-shared/failure.ts'
import { type HandlerDeps, type HandlersOf, typedWrong } from './deps.ts'

/** My Profile: the signed-in account and what it does with itself. */
export function accountHandlers({ connections }: HandlerDeps): HandlersOf<'account'> {
  const of = (id: string) => {
    const open = connections.get(id)
    return { open, ask: open.ask, account: open.server.account }
  }
  return {
    'account.read': ({ connection }) => {
      const { ask, account } = of(connection)
      return ask(account.read)
    },
    'account.change': async ({ connection, change, version }) => {
      const { open, ask, account } = of(connection)
      const before = change.email === undefined ? null : (await ask(account.read)).email
      const profile = await ask(() => account.change(change, version))
      // one who signed in by the address of before would be refused the next time
      if (before === open.view().login) connections.setLogin(connection, profile.email)
      return profile
    },
    'account.confirmEmail': ({ connection }) => {
      const { ask, account } = of(connection)
      return ask(account.confirmEmail)
    },
    'account.changePassword': async ({ connection, oldPassword, newPassword }) => {
      const { open, ask, account } = of(connection)
      await open.begin(await ask(() => account.changePassword(oldPassword, newPassword)))
      return open.view()
    },
    'account.sessions': ({ connection }) => {
      const { ask, account } = of(connection)
      return ask(account.sessions)
    },
    'account.endSession': ({ connection, id }) => {
      const { ask, account } = of(connection)
      return ask(() => account.endSession(id))
    },
    'account.delete': async ({ connection, userName }) => {
      const { open, ask, account } = of(connection)
      if (userName.trim() !== open.view().account?.userName) throw new Failed(typedWrong('userName'))
      await ask(account.delete)
      await open.signOut()
      return open.view()
    },
  }
}
