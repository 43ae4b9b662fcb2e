import { reader, type TestSubgraph, testSubgraph } from '@network/schema/testing';
import type { CollectionDefinition, Stored, Unstored } from '@network/storage';
import {
  type ProductDocument,
  products,
  toWorkingGroupDocument,
  type WorkingGroupDocument,
  type WorkingGroupRuleDocument,
  workingGroupRules,
  workingGroups,
} from '../src/documents.ts';
import { schema } from '../src/schema.ts';

export const secretariat = reader('sofia', ['SECRETARIAT']);
export const publisher = reader('rosa', ['PUBLISHER', 'WorkingGroup', 'regular-pathways']);

/** The one group that the sources name: they say neither who leads it nor what it serves. */
export const regularPathways: Unstored<WorkingGroupDocument> = toWorkingGroupDocument({
  _id: 'regular-pathways',
  name: {
    original: 'zh',
    texts: { zh: '脆弱状况下移民正常途径工作组', en: 'Working Group on regular pathways' },
    unofficial: ['en'],
  },
  workstream: null,
  leads: [],
  objectives: [],
  citations: [{ document: '002', at: '¶12(g)' }],
});

export function groupOf(
  id: string,
  change: Partial<WorkingGroupDocument>,
): Unstored<WorkingGroupDocument> {
  const name = { original: 'en' as const, texts: { en: `Group ${id}` } };
  return toWorkingGroupDocument({ ...regularPathways, _id: id, name, ...change });
}

export function productOf(
  position: number,
  id: string,
  change: Partial<ProductDocument> = {},
): Unstored<ProductDocument> {
  return {
    _id: id,
    position,
    title: { original: 'zh', texts: { zh: '政策简报', en: `Product ${id}` }, unofficial: ['en'] },
    kind: 'POLICY_BRIEF',
    attributedTo: {
      original: 'zh',
      texts: { zh: '各个专题工作组', en: 'the thematic working groups' },
      unofficial: ['en'],
    },
    workingGroup: null,
    citations: [{ document: '001', at: '¶88' }],
    ...change,
  };
}

export function ruleOf(number: number, zh: string): Unstored<WorkingGroupRuleDocument> {
  return {
    _id: `rule-${number}`,
    number,
    text: { original: 'zh', texts: { zh } },
    citations: [{ document: '004', at: '工作组 ¶2', quote: zh, language: 'zh' }],
  };
}

export interface Records {
  groups?: Unstored<WorkingGroupDocument>[];
  rules?: Unstored<WorkingGroupRuleDocument>[];
  products?: Unstored<ProductDocument>[];
}

const known: Record<string, Record<string, object> | null> = {
  Workstream: { 'thematic-2': {} },
  Organization: { iom: {}, unhcr: {} },
  Body: { 'executive-committee': {} },
  StakeholderGroup: { 'child-rights-initiative': {} },
};

/** A subgraph on 1 March 2021 that has the given records. `others` with null are out of reach. */
export async function startedWith(
  records: Records,
  others: Record<string, null> = {},
): Promise<TestSubgraph> {
  const subgraph = await testSubgraph('working-groups', schema, {
    others: { ...known, ...others },
  });
  const load = <T extends Stored>(
    definition: CollectionDefinition<T>,
    documents: Unstored<T>[] = [],
  ) =>
    subgraph.storage
      .collection(definition, {})
      .load(documents, { at: '2021-01-01T00:00:00.000Z', by: 'system' });
  await load(workingGroups, records.groups);
  await load(workingGroupRules, records.rules);
  await load(products, records.products);
  return subgraph;
}

export const problems = `problems {
  code message path
  ... on InvalidValue { allowed }
  ... on UnknownRecord { type id }
  ... on NotAllowed { needed }
  ... on StaleWrite { currentVersion changes { sequence type by onBehalfOf reason } }
}`;

export interface Payload {
  record: { state: string; version: number } | null;
  problems: { code: string; path: string[] }[];
}
