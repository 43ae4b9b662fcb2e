import {
  organizationsAmong,
  type StoredCitation,
  type StoredParty,
  type StoredText,
} from '@network/schema';
import { defineCollection, type Stored } from '@network/storage';

/** One thing that a working group will deliver. */
export interface StoredOutput {
  output: StoredText;
  /** By what one sees that it is delivered. */
  measure: StoredText;
  /** The day by which it is delivered. */
  dueOn: string;
}

export interface WorkingGroupDocument extends Stored {
  /** `regular-pathways` */
  _id: string;
  name: StoredText;
  /** The workstream it serves; null where no source says which. */
  workstream: string | null;
  leads: StoredParty[];
  /** The organizations among `leads`, each once. */
  leadIds: string[];
  objectives: string[];
  /** What it will deliver, by what measure and when; absent until it is set. */
  charter?: { outputs: StoredOutput[]; setOn: string };
  /** Where the secretariat has it from, in its words: only for what it wrote itself. */
  source?: StoredText;
  citations: StoredCitation[];
}

/** One rule of the workplan about working groups. */
export interface WorkingGroupRuleDocument extends Stored {
  /** `rule-1` */
  _id: string;
  number: number;
  text: StoredText;
  citations: StoredCitation[];
}

export const productKinds = [
  'POLICY_BRIEF',
  'KNOWLEDGE_PRODUCT',
  'PEER_LEARNING',
  'GUIDANCE_NOTE',
  'GUIDELINES',
  'POSITION_PAPER',
  'TOOL',
  'PRINCIPLES',
  'CHECKLIST',
  'OTHER',
] as const;

/** Something working groups made: a policy brief, a guidance note. */
export interface ProductDocument extends Stored {
  /** `detention-policy-brief` */
  _id: string;
  position: number;
  title: StoredText;
  kind: (typeof productKinds)[number];
  /** To whom the source attributes it, in its words. */
  attributedTo: StoredText;
  /** The working group, where the source names one. */
  workingGroup: string | null;
  citations: StoredCitation[];
}

export const workingGroups = defineCollection<WorkingGroupDocument>('workingGroups', [
  { fields: ['workstream'] },
  { fields: ['leadIds'], array: 'leadIds' },
  { fields: ['objectives'], array: 'objectives' },
]);
export const workingGroupRules = defineCollection<WorkingGroupRuleDocument>('workingGroupRules', [
  { fields: ['number'] },
]);
export const products = defineCollection<ProductDocument>('products', [
  { fields: ['position'] },
  { fields: ['kind', 'position'] },
  { fields: ['workingGroup', 'position'] },
]);

/** A working group as it is stored: with what it is found by. */
export function toWorkingGroupDocument<Seed extends { leads: StoredParty[] }>(
  group: Seed,
): Seed & Pick<WorkingGroupDocument, 'leadIds'> {
  return { ...group, leadIds: organizationsAmong(group.leads) };
}
