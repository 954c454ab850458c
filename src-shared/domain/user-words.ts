/** The fields of an existing user that a change may set. Projects are changed by adding and removing. */
export const writableFields = ['userName', 'displayName', 'email', 'role', 'approved', 'disabled'] as const
export type WritableField = (typeof writableFields)[number]
