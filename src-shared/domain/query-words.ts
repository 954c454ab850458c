/** The columns that a list is sorted by. */
export const sortColumns = [
  'id',
  'userName',
  'displayName',
  'email',
  'organization',
  'role',
  'approved',
  'disabled',
  'partner',
  'creationName',
  'projects',
  'createdAt',
  'lastSignInAt',
] as const

/** Where a search finds a user; the first that holds counts. */
export const searchPlaces = ['name', 'organization', 'project'] as const
