import {
  memberIdsOf,
  type RoleName,
  type Scope,
  type StoredCitation,
  type StoredMembership,
  type StoredText,
} from '@network/schema';
import { defineCollection, type Stored } from '@network/storage';

export const organizationKinds = [
  'UN_FUND_OR_PROGRAMME',
  'UN_SPECIALIZED_AGENCY',
  'UN_SECRETARIAT_DEPARTMENT',
  'UN_REGIONAL_COMMISSION',
  'UN_RELATED_ORGANIZATION',
  'UN_OTHER_ENTITY',
  'OTHER_INTERNATIONAL_ORGANIZATION',
] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

export interface OrganizationDocument extends Stored {
  /** `iom` */
  _id: string;
  /** `IOM` */
  acronym: string;
  name: StoredText;
  kind: OrganizationKind;
  /** False for an organization outside the United Nations system (Interpol). */
  unSystem: boolean;
  /** Where the secretariat has it from, in its words: only for what it wrote itself. */
  source?: StoredText;
  citations: StoredCitation[];
}

/** A body of the Network: the Executive Committee, the secretariat. */
export interface BodyDocument extends Stored {
  /** `executive-committee` */
  _id: string;
  name: StoredText;
  kind: 'NETWORK' | 'EXECUTIVE_COMMITTEE' | 'SECRETARIAT' | 'STEERING_COMMITTEE';
  /** Present, former and future members in the order in which they were stated. None is ever taken out. */
  members: StoredMembership[];
  /** The organizations among `members`, each once. */
  memberIds: string[];
  citations: StoredCitation[];
}

export interface StakeholderGroupDocument extends Stored {
  /** `child-rights-initiative` */
  _id: string;
  name: StoredText;
  /** Where the secretariat has it from, in its words: only for what it wrote itself. */
  source?: StoredText;
  citations: StoredCitation[];
}

/** A role that somebody has from a day to a day, both included. It is ended, never deleted. */
export interface RoleGrantDocument extends Stored {
  /**
   * What is granted, to whom, and for which time: `publisher:RegionalNetwork:asia-pacific:anna:1`. It is the natural
   * key, so that the same role cannot be granted twice at once.
   */
  _id: string;
  /** As the login's issuer names the person: opaque, no name and no address. */
  subject: string;
  role: RoleName;
  scope: Scope | null;
  validFrom: string;
  /** The last day; null while there is none. Before `validFrom` when the grant was revoked before it began. */
  validTo: string | null;
  /** `validTo`, or the last day there is: what lists are narrowed and sorted by. */
  until: string;
}

/** `until` of a grant without a last day. */
export const endOfTime = '9999-12-31';

export const organizations = defineCollection<OrganizationDocument>('organizations', [
  { fields: ['kind'] },
  { fields: ['unSystem'] },
  { fields: ['kind', 'unSystem'] },
]);
export const bodies = defineCollection<BodyDocument>('bodies', [
  { fields: ['kind'] },
  { fields: ['memberIds'], array: 'memberIds' },
]);
export const stakeholderGroups = defineCollection<StakeholderGroupDocument>('stakeholderGroups');
export const roleGrants = defineCollection<RoleGrantDocument>('roleGrants', [
  { fields: ['until'] },
  { fields: ['role', 'until'] },
  { fields: ['subject', 'until'] },
  { fields: ['subject', 'role', 'until'] },
  // A page that is judged for a day tests `validFrom` row by row: the grants that are not over and have not begun are few.
  { fields: ['validFrom'] },
]);

/** A body as it is stored: with what it is found by. */
export function toBodyDocument<Body extends { members: StoredMembership[] }>(
  body: Body,
): Body & Pick<BodyDocument, 'memberIds'> {
  return { ...body, memberIds: memberIdsOf(body.members) };
}
