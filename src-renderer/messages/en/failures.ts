/** What went wrong: a title, and why. Whether something is lost and what now follow from `lost` and `now`. */
export const failures = {
  lost: {
    reading: 'The list is as it was last read.',
    saving: 'Nothing was saved, and what you entered is still here.',
  },
  invalid: { title: 'The server refused this.', text: '{reason}', now: 'Correct it and send again.' },
  offline: {
    unreachable: { title: 'The server cannot be reached.', text: 'This computer may have no network.' },
    refused: { title: 'Nothing answers at this address.', text: 'The server may be stopped, or the port is wrong.' },
    unknownHost: { title: 'There is no server of this name.', text: 'The address may have a typing error.' },
    certificate: {
      title: 'The certificate of the server is not trusted.',
      text: 'Muster does not go on, because somebody could be reading along.',
      now: 'Ask those who run the server, or add their certificate to those that this computer trusts.',
    },
    timeout: { title: 'The server did not answer in time.', text: 'It may be busy, or the network slow.' },
    interrupted: { title: 'The connection broke off.', text: 'The answer did not arrive completely.' },
    proxy: {
      title: 'The proxy did not let Muster through.',
      text: 'Your network sends connections through a proxy that refused this one.',
      now: 'Check the proxy settings of this computer.',
    },
    now: 'Muster tries again by itself; you can try now.',
    nowSaving: 'Try again when the server can be reached.',
  },
  unauthorized: {
    expired: { title: 'Your session has ended.', text: 'The server asks for your password again.', now: 'Sign in.' },
    bad_credentials: {
      title: 'User name or password is wrong.',
      text: 'The server does not say which.',
      now: 'Check both and try again.',
    },
    not_approved: {
      title: 'This account is not approved yet.',
      text: 'The password is right, but the partner has to approve the account first.',
      now: 'Ask your partner to approve it.',
    },
    disabled: {
      title: 'This account is disabled.',
      text: 'The password is right, but an admin has locked the account.',
      now: 'Ask an admin to enable it.',
    },
    must_change_password: {
      title: 'This account must set a new password first.',
      text: 'A mail with a link was sent; the link is valid for 3 hours.',
      now: 'Follow it, then sign in with the new password.',
    },
    two_factor: {
      title: 'This account signs in with two factors.',
      text: 'The password is right, but the server asks for a second factor, which Muster cannot give.',
      now: 'Make an access key in the portal of the server, and sign in with it.',
    },
    oidc_unreachable: {
      title: 'The sign-in page of your organization cannot be reached.',
      text: 'Nothing answers at the provider of identities that the server trusts.',
      now: 'Try again later, or sign in another way.',
    },
    oidc_untrusted: {
      title: 'The sign-in page is not safe to open.',
      text: 'The server names a provider of identities, or the provider a page, without https.',
      now: 'Tell those who run the server.',
    },
    oidc_answer: {
      title: 'The sign-in page answered what Muster cannot use.',
      text: 'Muster may not be registered there as the server says, or its id token is not made for this sign-in.',
      now: 'Try again; if it stays, tell those who run the server.',
    },
    oidc_denied: {
      title: 'The sign-in was refused in the browser.',
      text: 'The provider says that you, or its rules, did not allow it.',
      now: 'Try again, or sign in another way.',
    },
    oidc_timeout: {
      title: 'Nothing came back from the browser in time.',
      text: 'Muster has stopped waiting for it.',
      now: 'Try again; the page that is still open there no longer counts.',
    },
    oidc_listener: {
      title: 'Muster cannot wait for the browser.',
      text: 'This computer gave it no port on 127.0.0.1, to which the browser comes back.',
      now: 'Try again, or sign in another way.',
    },
    oidc_browser: {
      title: 'The browser could not be opened.',
      text: 'This computer names no program for web pages, or it did not start.',
      now: 'Choose a default browser, then try again.',
    },
    oidc_no_account: {
      title: 'You have no account on this server.',
      text: 'The provider vouches for you, but no account here has your e-mail address.',
      now: 'Ask an admin to add you with the address that the provider knows.',
    },
    oidc_email: {
      title: 'The provider does not vouch for your e-mail address.',
      text: 'The server finds accounts by a confirmed address, and the provider named none.',
      now: 'Confirm your address there, or tell those who run the server.',
    },
    oidc_token: {
      title: 'The server does not accept what the provider said.',
      text: 'The id token is made for another program, or is not signed by the provider that the server trusts.',
      now: 'Try again; if it stays, tell those who run the server.',
    },
    oidc_nonce: {
      title: 'The sign-in took too long.',
      text: 'The server takes each sign-in by the browser once, and for ten minutes.',
      now: 'Try again.',
    },
    oidc_unavailable: {
      title: 'The server cannot reach the provider.',
      text: 'The provider vouched for you, but the server could not check that.',
      now: 'Try again in a moment.',
    },
    other: { title: 'The server refused the sign-in.', text: 'It named the reason “{code}”.', now: 'Sign in again.' },
  },
  forbidden: {
    title: 'The server does not allow this.',
    text: '{reason}',
    now: 'Somebody with more rights has to do it.',
  },
  server_locked: {
    title: 'This server is protected.',
    text: 'It is read-only until you unlock it for an hour.',
    now: 'Unlock it in the bar above, or by the commands.',
  },
  file_denied: {
    title: 'The file cannot be written.',
    text: 'The folder may be read-only, or the disk full.',
    now: 'Choose another place.',
  },
  notFound: {
    title: 'This user no longer exists.',
    text: 'Somebody else has deleted it, or it left the organizations that you see.',
    now: 'Refresh the list.',
  },
  conflict: {
    title: 'Somebody else saved meanwhile.',
    text: 'The user has changed on the server since you opened it.',
    now: 'Open it again to see both versions.',
  },
  rateLimited: {
    title: 'The server asks for a pause.',
    text: 'Too many requests or failed sign-ins came from here.',
    seconds: 'Try again in 1 second. | Try again in {n} seconds.',
    minutes: 'Try again in 1 minute. | Try again in {n} minutes.',
    now: 'Try again in a while.',
  },
  unsupported: {
    not_in_this_api: { title: 'This kind of server cannot do that.', text: 'Its API has no such call.' },
    not_on_this_server: { title: 'This server does not offer that.', text: 'Its API has it, this installation not.' },
    not_by_role: { title: 'Your role may not do that.', text: 'The server keeps it for other roles.' },
    cloudworks_generation_2: {
      title: 'This CloudWorks server is newer than Muster knows.',
      text: 'It manages people by accounts, groups and roles (generation 2); Muster speaks the API before that, with organizations and approval by the partner (generation 1).',
    },
    other: { title: 'This server cannot do that.', text: 'It named the reason “{code}”.' },
    now: 'There is no way around it here.',
  },
  webPage: {
    title: 'A web page came instead of data.',
    text: 'The network may ask for a sign-in, such as in a hotel or on a train, or the address is of something else.',
    now: 'Open a page in your browser and sign in to the network; Muster goes on by itself.',
  },
  saw: {
    redirect: 'It points to {to}.',
    page: 'A web page came instead of data.',
    answers: 'It answered {detail}.',
    type: 'It answered with “{type}” instead of JSON.',
  },
  remote: {
    error: { title: 'The server failed.', text: 'It answered with an error of its own ({status}).' },
    notJson: {
      title: 'The answer is not from a directory.',
      text: 'The address may be of something else, or a sign-in page of the network is in between.',
    },
    notUnderstood: {
      title: 'The answer cannot be understood.',
      text: 'The server may be older or newer than Muster knows.',
    },
    tooLarge: { title: 'The answer is too large.', text: 'Muster stopped reading it for safety.' },
    redirect: {
      title: 'The server points to another address.',
      text: 'Muster does not follow, because your sign-in would go there.',
    },
    notADirectory: {
      title: 'This is no server that Muster knows.',
      text: 'Something answers at this address, but no directory of users.',
    },
    now: 'Try again; if it stays, tell those who run the server.',
    nowAddress: 'Check the address.',
    request: 'Request {id}.',
  },
  keychain: {
    locked: {
      title: 'The keychain is locked.',
      text: 'Your saved sign-in is in it and has not been lost.',
      now: 'Unlock the keychain, or sign in with the password.',
    },
    unavailable: {
      title: 'There is no keychain on this computer.',
      text: 'The sign-in is kept in memory only and ends when you close Muster. Nothing else is lost.',
      now: 'Sign in with the password.',
    },
    changed: {
      title: 'This is not the keychain that Muster wrote to.',
      text: 'Another one was opened or it was reset. The sign-in saved there cannot be read.',
      now: 'Open the right keychain and try again, or use this one from now on and sign in with the password.',
    },
    corrupt: {
      title: 'The saved sign-in is damaged.',
      text: 'It cannot be read any more. Nothing on the server is lost.',
      now: 'Sign in with the password; that writes it anew.',
    },
    absent: { title: 'You are signed out.', text: 'No sign-in is saved on this computer.', now: 'Sign in.' },
    found: {
      title: 'The keychain did not take the sign-in.',
      text: 'It is open, but writing to it failed.',
      now: 'Try again.',
    },
  },
  disk: {
    text: 'The list stays as it was; what is new on the server is not in it.',
    full: { title: 'The disk of this computer is full.', now: 'Make room, and try again.' },
    readOnly: { title: 'This computer does not let Muster write its copy.', now: 'Allow it, and try again.' },
  },
  internal: {
    title: 'Muster made a mistake.',
    text: 'This is a defect of the program; the log has it under {reference}.',
    now: 'Try again; if it stays, report that number.',
  },
}
