/** Roles of the users page, from the least to the most; see domain.md, Words. */
export const roles = ['user', 'manager', 'partner', 'admin'] as const
export type Role = (typeof roles)[number]

/** Roles that can be created, switched and deleted; the others are only shown (users-page.txt, Add User and Delete User). */
export const managedRoles = ['user', 'manager'] as const
export type ManagedRole = (typeof managedRoles)[number]

/** A role as it is listed: `other` for one that a server invents, kept with its label. */
export type ListedRole = Role | 'other'

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)
export const isManagedRole = (text: string): text is ManagedRole => (managedRoles as readonly string[]).includes(text)
