import { problemsIn } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  type Payload,
  problems,
  publisher,
  regularPathways,
  secretariat,
  startedWith,
} from './group-records.ts';

const register = `mutation ($input: RegisterWorkingGroupInput!) {
  registerWorkingGroup(input: $input) {
    record {
      id name { text language } state workstream { id } objectives { id }
      leads { ... on Organization { id } ... on StakeholderGroup { id } ... on Body { id } ... on NamedRole { role } }
      charter { setOn } source { text } citations { at } version
      history { edges { node { sequence at type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

const detention = {
  id: 'detention',
  name: { language: 'EN', text: 'Working group on alternatives to immigration detention' },
  workstreamId: 'thematic-2',
  leads: [
    { organizationId: 'unhcr' },
    { stakeholderGroupId: 'child-rights-initiative' },
    { bodyId: 'executive-committee' },
    { role: 'COORDINATOR' },
  ],
  objectiveIds: ['objective-13', 'objective-7'],
  source: { language: 'EN', text: 'Terms of reference of the group, page 1' },
  reason: 'Set up by the Executive Committee',
};

test('the secretariat registers a working group, which is established and not yet active', async () => {
  await using subgraph = await startedWith({});
  expect(
    await subgraph.run(register, { variables: { input: detention }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "registerWorkingGroup": {
          "problems": [],
          "record": {
            "charter": null,
            "citations": [],
            "history": {
              "edges": [
                {
                  "node": {
                    "at": "2021-03-01T12:00:00.000Z",
                    "by": "sofia",
                    "facts": [
                      {
                        "name": "workstream",
                        "value": "thematic-2",
                      },
                      {
                        "name": "leads",
                        "value": "[{"type":"Organization","id":"unhcr"},{"type":"StakeholderGroup","id":"child-rights-initiative"},{"type":"Body","id":"executive-committee"},{"type":"NamedRole","role":"COORDINATOR"}]",
                      },
                      {
                        "name": "objectives",
                        "value": "["objective-13","objective-7"]",
                      },
                    ],
                    "reason": "Set up by the Executive Committee",
                    "sequence": 1,
                    "type": "registered",
                  },
                },
              ],
            },
            "id": "detention",
            "leads": [
              {
                "id": "unhcr",
              },
              {
                "id": "child-rights-initiative",
              },
              {
                "id": "executive-committee",
              },
              {
                "role": "COORDINATOR",
              },
            ],
            "name": {
              "language": "EN",
              "text": "Working group on alternatives to immigration detention",
            },
            "objectives": [
              {
                "id": "objective-13",
              },
              {
                "id": "objective-7",
              },
            ],
            "source": {
              "text": "Terms of reference of the group, page 1",
            },
            "state": "ESTABLISHED",
            "version": 1,
            "workstream": {
              "id": "thematic-2",
            },
          },
        },
      },
    }
  `);
});

test('what is not known of a working group can be left out', async () => {
  await using subgraph = await startedWith({});
  const { id, name, reason } = detention;
  const variables = { input: { id, name, reason } };
  const { data } = await subgraph.run(register, { variables, as: secretariat });
  expect(data?.registerWorkingGroup).toMatchObject({
    record: { workstream: null, leads: [], objectives: [], source: null },
    problems: [],
  });
});

test.each([
  ['the public', undefined],
  ['a publisher', publisher],
] as const)('%s may register no working group', async (_, as) => {
  await using subgraph = await startedWith({});
  const { data } = await subgraph.run(register, {
    variables: { input: detention },
    ...(as && { as }),
  });
  expect(problemsIn(data?.registerWorkingGroup)).toEqual(['NOT_ALLOWED ']);
});

test('all problems of a registration are named at once, and nothing is written', async () => {
  await using subgraph = await startedWith({});
  const input = {
    id: '-detention',
    name: { language: 'EN', text: '\t' },
    workstreamId: 'thematic-99',
    leads: [
      { organizationId: 'nobody' },
      { organizationId: 'iom', role: 'COORDINATOR' },
      {},
      { bodyId: 'no-body' },
      { stakeholderGroupId: 'no-group' },
      { organizationId: 'unhcr' },
      { organizationId: 'unhcr' },
    ],
    objectiveIds: ['objective-13', 'objective-24', 'objective-13'],
    source: { language: 'EN', text: 'x'.repeat(2001) },
    reason: '',
  };
  const { data } = await subgraph.run(register, { variables: { input }, as: secretariat });
  expect((data?.registerWorkingGroup as Payload).record).toBeNull();
  expect(problemsIn(data?.registerWorkingGroup)).toEqual([
    'INVALID_VALUE id',
    'INVALID_VALUE name.text',
    'INVALID_VALUE leads.1',
    'INVALID_VALUE leads.2',
    'INVALID_VALUE leads.6',
    'UNKNOWN_RECORD objectiveIds.1',
    'INVALID_VALUE objectiveIds.2',
    'INVALID_VALUE source.text',
    'INVALID_VALUE reason',
    'UNKNOWN_RECORD workstreamId',
    'UNKNOWN_RECORD leads.0.organizationId',
    'UNKNOWN_RECORD leads.3.bodyId',
    'UNKNOWN_RECORD leads.4.stakeholderGroupId',
  ]);
  expect(await subgraph.storage.changes(null, 10)).toEqual([]);
});

test('lists that are too long are refused before anything else is looked at', async () => {
  await using subgraph = await startedWith({}, { Organization: null });
  const input = {
    ...detention,
    leads: Array.from({ length: 21 }, (_, index) => ({ organizationId: `organization-${index}` })),
    objectiveIds: Array.from({ length: 24 }, (_, index) => `objective-${index}`),
  };
  const { data } = await subgraph.run(register, { variables: { input }, as: secretariat });
  expect(data?.registerWorkingGroup).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "allowed": [
            "0 to 20 entries",
          ],
          "code": "INVALID_VALUE",
          "message": "The list has 21 entries.",
          "path": [
            "leads",
          ],
        },
        {
          "allowed": [
            "0 to 23 entries",
          ],
          "code": "INVALID_VALUE",
          "message": "The list has 24 entries.",
          "path": [
            "objectiveIds",
          ],
        },
      ],
      "record": null,
    }
  `);
});

test('an id that is taken is refused', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  const variables = { input: { ...detention, id: 'regular-pathways' } };
  const { data } = await subgraph.run(register, { variables, as: secretariat });
  expect(data?.registerWorkingGroup).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "allowed": [
            "an id that is not in use",
          ],
          "code": "INVALID_VALUE",
          "message": "The id "regular-pathways" is taken.",
          "path": [
            "id",
          ],
        },
      ],
      "record": null,
    }
  `);
});

test.each(['Workstream', 'Organization', 'Body', 'StakeholderGroup'])(
  'while the owner of %s is out of reach nothing is registered',
  async (type) => {
    await using subgraph = await startedWith({}, { [type]: null });
    const { errors } = await subgraph.run(register, {
      variables: { input: detention },
      as: secretariat,
    });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['OWNER_UNAVAILABLE']);
    expect(await subgraph.storage.changes(null, 10)).toEqual([]);
  },
);
