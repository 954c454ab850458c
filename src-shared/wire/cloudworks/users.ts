import { z } from 'zod'
import { text } from './auth.ts'

/** Numbers that are ids there: 32 bits. */
export const Id32 = z.int32()

/** Roles as this API writes them. `Autoscaler` is an account of a program. */
export const userRoles = ['Admin', 'Manager', 'Partner', 'User', 'Autoscaler'] as const
export const UserRole = z.enum(userRoles)
export type UserRole = z.infer<typeof UserRole>

export const PartnerDetailsForUserDto = z.object({
  id: Id32,
  name: z.string(),
  logo: z.string().nullable(),
  link: z.string().nullable(),
  domain: z.string().nullable(),
})

/** A user in lists. Dates are texts; `isLocked` is what the users page calls disabled. */
export const UserForListDto = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string().nullable(),
  email: z.string(),
  role: UserRole,
  organizationId: Id32,
  organizationName: z.string(),
  partner: PartnerDetailsForUserDto.nullable(),
  boundProjects: z.array(z.object({ projectId: Id32, projectName: z.string() })),
  createdAt: z.string(),
  lastLoginAt: z.string().nullable(),
  isEmailConfirmed: z.boolean(),
  isEmailNotificationEnabled: z.boolean(),
  isForcedToResetPassword: z.boolean(),
  isLocked: z.boolean(),
  isApprovedByPartner: z.boolean(),
  owner: z.boolean(),
  isReadOnly: z.boolean(),
  isCsm: z.boolean(),
  is2FAEnabled: z.boolean(),
  isForcedToEnableTwoFactorAuthentication: z.boolean(),
  hasCustomerId: z.boolean(),
  hasPaymentMethod: z.boolean(),
  hasRepo: z.boolean(),
  isEligibleUpdateSubscription: z.boolean(),
  isNewOrganization: z.boolean(),
})
export type UserForListDto = z.infer<typeof UserForListDto>

/** A page of a list; `totalCount` counts all of it. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), totalCount: z.int32() })

export const UsersList = listOf(UserForListDto)

/** GET /users/userinfo: the account that asks. */
export const UserDetails = z.object({
  data: UserForListDto,
  isMaintenanceModeEnabled: z.boolean(),
  trialDays: z.int32().nullable(),
})

export const CreateUserCommand = z.object({
  username: text,
  displayName: text,
  email: text,
  organizationId: Id32.nullish(),
  role: UserRole.default('User'),
})

/**
 * POST /users/update replaces the whole user: a level that is absent is false, and so taken back (`forceToResetPassword`,
 * `disable`, `isApprovedByPartner`).
 */
export const UpdateUserCommand = z.object({
  id: text,
  username: text,
  displayName: text,
  email: text,
  role: UserRole,
  forceToResetPassword: z.boolean().default(false),
  disable: z.boolean().default(false),
  isApprovedByPartner: z.boolean().default(false),
})
export type UpdateUserCommand = z.infer<typeof UpdateUserCommand>

export const DisableUserCommand = z.object({ id: text, disable: z.boolean().default(false) })
export const ForceToResetPasswordCommand = z.object({ id: text })

export const ApiResponse = z.object({
  id: z.string().nullish(),
  status: z.int32(),
  message: z.string().nullish(),
  isError: z.boolean(),
  result: z.unknown().optional(),
})

export const ChangePasswordCommand = z.object({ password: text, newPassword: text })
export const EmailMode = z.enum(['Confirm', 'Change'])
export const ConfirmEmailCommand = z.object({ newEmail: text, mode: EmailMode.default('Confirm') })
export const VerifyEmailCommand = z.object({ token: text, mode: EmailMode.default('Confirm') })
export const ToggleNotificationModeCommand = z.object({ mode: text })

/** Errors (RFC 9457), without pointers: only words say which field is meant. */
export const ProblemDetails = z.object({
  type: z.string().nullish(),
  title: z.string().nullish(),
  status: z.int32().nullish(),
  detail: z.string().nullish(),
  instance: z.string().nullish(),
})
export type ProblemDetails = z.infer<typeof ProblemDetails>
