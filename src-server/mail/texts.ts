import type { OutgoingMail } from '../store/outbox.ts'

export interface MailText {
  subject: string
  text: string
}

/** A mail in words. `publicUrl` is where people reach the server, without a slash at the end. */
export function textOf({ kind, token, userName, displayName }: OutgoingMail, publicUrl: string): MailText {
  const link = (page: string) => `${publicUrl}/${page}?token=${token ?? ''}`
  switch (kind) {
    case 'invitation':
      return mail(displayName ?? userName, 'You have been invited', [
        `An account was made for you. You sign in as ${userName}, with the password that you set here:`,
        link('set-password'),
        'The link is good for 3 hours and for one use.',
      ])
    case 'reset':
      return mail(displayName ?? userName, 'Set a new password', [
        `A new password is to be set for your account ${userName}. Set it here:`,
        link('set-password'),
        'The link is good for 3 hours and for one use.',
      ])
    case 'email':
      return mail(displayName ?? userName, 'Confirm your address', [
        `This address was given for the account ${userName}. If it is yours, confirm it here:`,
        link('confirm-email'),
        'The link is good for 1 hour and for one use.',
      ])
    case 'passwordChanged':
      return mail(displayName ?? userName, 'Your password was changed', [
        `The password of your account ${userName} was changed, and all its sessions have ended.`,
        'If that was not you, have it reset and tell your administrator.',
      ])
    case 'emailChanged':
      return mail(displayName ?? userName, 'Your address was changed', [
        `Your account ${userName} has another address now; this one is of no use for it any more.`,
        'If that was not you, tell your administrator.',
      ])
  }
}

const mail = (name: string, subject: string, paragraphs: readonly string[]): MailText => ({
  subject,
  text: [`Hello ${name},`, ...paragraphs, 'Muster'].join('\n\n'),
})
