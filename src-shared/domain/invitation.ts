/** Where an invitation stands at `now`: null once the user has set a password. */
export function invitationState(user: { invitationExpiresAt: string | null }, now: Date): 'pending' | 'expired' | null {
  if (user.invitationExpiresAt === null) return null
  return user.invitationExpiresAt > now.toISOString() ? 'pending' : 'expired'
}
