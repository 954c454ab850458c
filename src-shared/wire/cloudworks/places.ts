import { z } from 'zod'
import { Id32, listOf } from './users.ts'

const named = { id: Id32, name: z.string() }
export const CommonDropdownDto = z.object(named)
/** A user in a list to choose from. */
export const CommonStringBasedDropdownDto = z.object({ id: z.string(), name: z.string() })
export const CommonStringDropdownIsBoundDto = CommonStringBasedDropdownDto.extend({ isBound: z.boolean() })

export const OrganizationDropdownDto = z.object({ ...named, isInfra: z.boolean(), discountRate: z.number() })

const absent = z.string().nullable()
export const OrganizationDetailsDto = z.object({
  ...named,
  fullName: absent,
  email: absent,
  billingEmail: absent,
  phone: absent,
  country: absent,
  city: absent,
  vatNumber: absent,
  address: absent,
  isEligibleUpdateSubscription: z.boolean(),
  isLocked: z.boolean(),
  isReadOnly: z.boolean(),
  isNew: z.boolean(),
  trialEnded: z.boolean(),
  users: z.int32(),
  projects: z.int32(),
  servers: z.int32(),
  cloudCredentials: z.int32(),
  createdAt: absent,
  partnerId: Id32.nullable(),
  partnerName: absent,
  discountRate: z.number(),
})
export const OrganizationsList = listOf(OrganizationDetailsDto)

export const PartnerEntity = z.object({ partnerId: Id32, partnerName: z.string(), logo: absent })
export const PartnerDetailsDto = z.object({
  ...named,
  link: absent,
  domain: absent,
  country: absent,
  city: absent,
  vatNumber: absent,
  backgroundImageUrl: absent,
  address: absent,
  logo: absent,
  phone: absent,
  email: absent,
  paymentEnabled: z.boolean().nullable(),
  allowRegistration: z.boolean().nullable(),
  requiredUserApproval: z.boolean().nullable(),
  organizations: z.array(CommonDropdownDto),
  whiteListDomains: z.array(CommonDropdownDto),
})
export const PartnersList = listOf(PartnerDetailsDto)

const cloud = {
  cloudType: z.literal('GENERICKUBERNETES'),
  status: z.literal('Ready'),
  health: z.literal('None'),
  importClusterType: z.literal('None'),
}

/** A project in a list to choose from; `isBound` says whether the user that was asked for works in it. */
export const CommonDropdownIsBoundDtoForProject = z.object({
  ...named,
  ...cloud,
  isBound: z.boolean(),
  hasKubeConfigFile: z.boolean(),
  kubernetesVersion: absent,
  isLocked: z.boolean(),
  maintenanceModeEnabled: z.boolean(),
  isVirtualCluster: z.boolean(),
  alertingProfileId: Id32.nullable(),
})

const no = z.literal(false)
const none = z.literal(0)
/** A project; what a machine room knows of it is nothing here. */
export const ProjectListDetailDto = z.object({
  ...named,
  ...cloud,
  organizationId: Id32,
  organizationName: z.string(),
  boundUsers: z.array(z.object({ userId: z.string(), userName: z.string() })),
  allUsers: z.array(z.string()),
  createdAt: z.string(),
  createdBy: z.string(),
  lastModified: absent,
  lastModifiedBy: absent,
  expiredAt: absent,
  certificateExpiredAt: absent,
  cloudCredentialName: absent,
  kubesprayCurrentVersion: z.string(),
  kubesprayTargetVersion: z.string(),
  kubernetesCurrentVersion: z.string(),
  kubernetesTargetVersion: z.string(),
  isKubernetes: no,
  isLocked: no,
  isVirtualCluster: no,
  isMonitoringEnabled: no,
  hasKubeConfigFile: no,
  isMaintenanceModeEnabled: no,
  isProjectMaintenanceModeEnabled: no,
  deleteOnExpiration: no,
  allowFullSpotKubernetes: no,
  allowSpotWorkers: no,
  allowSpotVMs: no,
  projectAction: no,
  hasExpirationWarning: no,
  isAutoscalingEnabled: no,
  isAutoscalingSpotEnabled: no,
  isBackupEnabled: no,
  aiEnabled: no,
  anyServer: no,
  anyVm: no,
  alertsCount: none,
  totalServersCount: none,
  totalStandaloneVmsCount: none,
  totalHourlyCost: none,
  quotaId: none,
  maxSpotPrice: z.null(),
  parentProjectId: z.null(),
  alertingProfileId: z.null(),
  opaProfileId: z.null(),
})
export const ProjectsList = listOf(ProjectListDetailDto)

/** An entry of what the portal calls its audit log. */
export const NotificationListDto = z.object({
  createdAt: z.string(),
  username: absent,
  category: z.enum(['AddedUser', 'BoundProject', 'LoginFailed', 'None']),
  actionMessage: z.string(),
  actionStatus: z.enum(['succeeded', 'failed', 'warning']),
  projectId: Id32.nullable(),
  projectName: absent,
  isDeleted: z.boolean(),
})
export type NotificationListDto = z.infer<typeof NotificationListDto>
export const NotificationHistory = listOf(NotificationListDto)

/** A file as text: `content` is base64. */
export const CsvExporter = z.object({ fileName: z.string(), contentType: z.string(), content: z.base64() })
