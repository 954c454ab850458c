/** What this computer keeps of a server's users. */
export const copy = {
  notice: {
    read: 'Got it',
    keychain: {
      title: 'The list is kept in memory only.',
      text: 'The keychain gives no key to encrypt it with, so it is read again at the next start.',
    },
    full: {
      title: 'The disk is full.',
      text: 'The list is kept in memory until Muster ends. Make room, and start Muster again.',
    },
    readOnly: {
      title: 'The list cannot be written to the disk.',
      text: 'Its folder is read-only, or another program holds the file. The list is kept in memory until Muster ends.',
    },
    damaged: {
      title: 'What this computer kept of the list was damaged.',
      text: 'It was thrown away, and is read again from the server. Changes that wait to be sent are not affected.',
    },
    newer: {
      title: 'What this computer kept of the list is of a later version of Muster.',
      text: 'It was thrown away, and is read again from the server. Changes that wait to be sent are not affected.',
    },
    old: {
      title: 'What this computer kept of the list was too old.',
      text: 'It was last right more than {n} days ago and has been removed, as you have set it for this server.',
    },
  },
  removal: {
    title: 'Are so many users gone?',
    text: '{gone} of {of} users are no longer in what {server} sent. Until you decide they stay in the list.',
    keep: 'Keep them for now',
    remove: 'Remove 1 user | Remove {n} users',
  },
  settings: {
    title: 'On this computer',
    keeps: 'Keep the list',
    keepsHint: 'Encrypted, by a key in the keychain: it opens at once, and without network. Off: in memory only.',
    days: 'Days until an old list is removed',
    daysHint: 'Counted from when it was last right; empty: never.',
    daysWrong: 'A whole number from 1 to 3,650, or nothing.',
  },
  forget: {
    open: 'Forget local data…',
    now: 'Forget it',
    title: 'Forget local data',
    heading: 'Forget what this computer keeps of {name}?',
    text: 'The encrypted list of all accounts on this server, what was seen of it, and the keys are deleted here. Changes that wait to be sent stay.',
    again: 'You are signed in, so the list is read again at once. To keep nothing, switch “Keep the list” off.',
    submit: 'Forget',
    done: 'Nothing of it is left: no file was there. | Nothing of it is left: 1 file ({size}) and its key are gone. | Nothing of it is left: {n} files ({size}) and their keys are gone.',
  },
  signedOut: 'Signed out. The encrypted list stays on this computer.',
  memoryOnly: 'In memory only',
  memoryOnlyWhy: 'The list is not kept on this computer; it is read again at the next start.',
}
