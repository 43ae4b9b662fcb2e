import { type StoredMembership, systemIdentity } from '@network/schema';
import { reader, testSubgraph } from '@network/schema/testing';
import {
  bodies,
  type OrganizationKind,
  organizations,
  stakeholderGroups,
  toBodyDocument,
} from '../src/documents.ts';
import { schema } from '../src/schema.ts';

export const secretariat = reader('sara', ['SECRETARIAT']);
export const publisher = reader('paul', ['PUBLISHER', 'RegionalNetwork', 'asia-pacific']);
export const system = systemIdentity;

const citations = [{ document: '001', at: 'summary' }];

function organization(
  _id: string,
  kind: OrganizationKind = 'UN_SPECIALIZED_AGENCY',
  acronym = _id.toUpperCase(),
) {
  const unSystem = kind !== 'OTHER_INTERNATIONAL_ORGANIZATION';
  const name = { original: 'en' as const, texts: { en: `Organization ${acronym}` } };
  return { _id, acronym, name, kind, unSystem, citations };
}

function member(
  organization: string,
  validFrom: string | null = null,
  validTo: string | null = null,
): StoredMembership {
  return { organization, validFrom, validTo, citations };
}

/** A small Network on 1 March 2021: five organizations, three bodies, one stakeholder group, networks of other subgraphs. */
export async function smallNetwork() {
  const subgraph = await testSubgraph('members', schema, {
    others: {
      RegionalNetwork: { 'asia-pacific': {} },
      CountryNetwork: { 'network-bgd': {} },
      WorkingGroup: null,
    },
  });
  const event = { at: '2021-01-01T00:00:00.000Z', by: 'system' };
  await subgraph.storage
    .collection(organizations, {})
    .load(
      [
        organization('ilo'),
        organization('iom', 'UN_RELATED_ORGANIZATION'),
        organization('interpol', 'OTHER_INTERNATIONAL_ORGANIZATION'),
        organization('unhcr', 'UN_OTHER_ENTITY'),
        organization('who'),
      ],
      event,
    );
  await subgraph.storage.collection(bodies, {}).load(
    [
      toBodyDocument({
        _id: 'executive-committee',
        name: { original: 'zh', texts: { zh: '执行委员会', en: 'Executive Committee' } },
        kind: 'EXECUTIVE_COMMITTEE',
        members: [
          member('ilo'),
          member('iom'),
          member('who', '2019-07-01', '2020-12-31'),
          member('unhcr', '2021-06-01'),
        ],
        citations,
      }),
      toBodyDocument({
        _id: 'mptf-steering-committee',
        name: { original: 'en', texts: { en: 'Steering Committee' } },
        kind: 'STEERING_COMMITTEE',
        members: [member('iom', '2019-05-08')],
        citations,
      }),
      toBodyDocument({
        _id: 'network',
        name: { original: 'en', texts: { en: 'Network on Migration' } },
        kind: 'NETWORK',
        members: [],
        citations,
      }),
    ],
    event,
  );
  await subgraph.storage.collection(stakeholderGroups, {}).load(
    [
      {
        _id: 'child-rights-initiative',
        name: { original: 'zh', texts: { zh: '全球契约儿童权利倡议' } },
        citations,
      },
    ],
    event,
  );
  return subgraph;
}

/** The fields of a problem that the tests look at. */
export const problems = `problems {
  __typename code message path
  ... on InvalidValue { allowed }
  ... on UnknownRecord { type id }
  ... on NotAllowed { needed }
  ... on WrongState { state possible }
  ... on StaleWrite { currentVersion changes { sequence type by reason facts { name value } } }
}`;
