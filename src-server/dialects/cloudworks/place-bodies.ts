import type { z } from 'zod'
import type {
  CommonDropdownIsBoundDtoForProject,
  OrganizationDetailsDto,
  PartnerDetailsDto,
  ProjectListDetailDto,
} from '../../../src-shared/wire/cloudworks/places.ts'
import type { Reference } from '../../../src-shared/domain/user.ts'
import type { StoredOrganization, StoredProject } from '../../store/places.ts'
import { toNumber, toUuid } from './ids.ts'

const asNumbered = ({ id, name }: Reference) => ({ id: toNumber(id), name })

/** What this API knows of an organization; addresses and bills are kept by nobody here. */
export function toOrganization(organization: StoredOrganization): z.infer<typeof OrganizationDetailsDto> {
  const { partner, userCount, projectCount } = organization
  return {
    ...asNumbered(organization),
    fullName: organization.name,
    email: null,
    billingEmail: null,
    phone: null,
    country: null,
    city: null,
    vatNumber: null,
    address: null,
    isEligibleUpdateSubscription: false,
    isLocked: false,
    isReadOnly: false,
    isNew: false,
    trialEnded: false,
    users: userCount,
    projects: projectCount,
    servers: 0,
    cloudCredentials: 0,
    createdAt: null,
    partnerId: toNumber(partner.id),
    partnerName: partner.name,
    discountRate: 0,
  }
}

export function toPartner(partner: Reference, organizations: readonly Reference[]): z.infer<typeof PartnerDetailsDto> {
  return {
    ...asNumbered(partner),
    link: null,
    domain: null,
    country: null,
    city: null,
    vatNumber: null,
    backgroundImageUrl: null,
    address: null,
    logo: null,
    phone: null,
    email: null,
    paymentEnabled: false,
    allowRegistration: false,
    requiredUserApproval: true,
    organizations: organizations.map(asNumbered),
    whiteListDomains: [],
  }
}

const cloud = { cloudType: 'GENERICKUBERNETES', status: 'Ready', health: 'None', importClusterType: 'None' } as const

export function toDropdown(
  id: number,
  name: string,
  isBound: boolean,
): z.infer<typeof CommonDropdownIsBoundDtoForProject> {
  return {
    id,
    name,
    isBound,
    ...cloud,
    hasKubeConfigFile: false,
    kubernetesVersion: null,
    isLocked: false,
    maintenanceModeEnabled: false,
    isVirtualCluster: false,
    alertingProfileId: null,
  }
}

/** Who works in a project. */
export interface Member {
  id: string
  userName: string
}

/** When a project was made is not kept; clients only show it. */
const unknownSince = '1970-01-01T00:00:00.000Z'

export function toProject(
  instance: string,
  project: StoredProject,
  members: readonly Member[],
): z.infer<typeof ProjectListDetailDto> {
  return {
    ...asNumbered(project),
    ...cloud,
    organizationId: toNumber(project.organization.id),
    organizationName: project.organization.name,
    boundUsers: members.map(({ id, userName }) => ({ userId: toUuid(instance, id), userName })),
    allUsers: members.map(({ userName }) => userName),
    createdAt: unknownSince,
    createdBy: 'system',
    lastModified: null,
    lastModifiedBy: null,
    expiredAt: null,
    certificateExpiredAt: null,
    cloudCredentialName: null,
    kubesprayCurrentVersion: '',
    kubesprayTargetVersion: '',
    kubernetesCurrentVersion: '',
    kubernetesTargetVersion: '',
    isKubernetes: false,
    isLocked: false,
    isVirtualCluster: false,
    isMonitoringEnabled: false,
    hasKubeConfigFile: false,
    isMaintenanceModeEnabled: false,
    isProjectMaintenanceModeEnabled: false,
    deleteOnExpiration: false,
    allowFullSpotKubernetes: false,
    allowSpotWorkers: false,
    allowSpotVMs: false,
    projectAction: false,
    hasExpirationWarning: false,
    isAutoscalingEnabled: false,
    isAutoscalingSpotEnabled: false,
    isBackupEnabled: false,
    aiEnabled: false,
    anyServer: false,
    anyVm: false,
    alertsCount: 0,
    totalServersCount: 0,
    totalStandaloneVmsCount: 0,
    totalHourlyCost: 0,
    quotaId: 0,
    maxSpotPrice: null,
    parentProjectId: null,
    alertingProfileId: null,
    opaProfileId: null,
  }
}
