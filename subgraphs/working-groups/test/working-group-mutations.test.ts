import { reader } from '@network/schema/testing';
import { verifyChain } from '@network/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workingGroups } from '../src/documents.ts';
import {
  type Payload,
  problems,
  problemsIn,
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

const setCharter = `mutation ($input: SetWorkingGroupCharterInput!) {
  setWorkingGroupCharter(input: $input) {
    record {
      id state version charter { setOn outputs { output { text language } measure { text } dueOn } }
      history { edges { node { sequence at type by onBehalfOf reason facts { name value } } } }
    }
    ${problems}
  }
}`;

const mapping = {
  output: { language: 'EN', text: 'Mapping of regular pathways in the region' },
  measure: { language: 'EN', text: 'Published, with at least ten countries' },
  dueOn: '2021-03-01',
};
const training = {
  output: { language: 'ES', text: 'Capacitación para equipos en los países' },
  measure: { language: 'ES', text: 'Tres talleres celebrados' },
  dueOn: '2021-12-31',
};
const charter = {
  workingGroupId: 'regular-pathways',
  version: 1,
  outputs: [mapping, training],
  reason: 'Agreed at the meeting of the group on 26 February 2021',
};

test('with its charter a working group is active', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  const answer = await subgraph.run(setCharter, { variables: { input: charter }, as: secretariat });
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "setWorkingGroupCharter": {
          "problems": [],
          "record": {
            "charter": {
              "outputs": [
                {
                  "dueOn": "2021-03-01",
                  "measure": {
                    "text": "Published, with at least ten countries",
                  },
                  "output": {
                    "language": "EN",
                    "text": "Mapping of regular pathways in the region",
                  },
                },
                {
                  "dueOn": "2021-12-31",
                  "measure": {
                    "text": "Tres talleres celebrados",
                  },
                  "output": {
                    "language": "ES",
                    "text": "Capacitación para equipos en los países",
                  },
                },
              ],
              "setOn": "2021-03-01",
            },
            "history": {
              "edges": [
                {
                  "node": {
                    "at": "2021-01-01T00:00:00.000Z",
                    "by": "system",
                    "facts": [
                      {
                        "name": "seed",
                        "value": "082eaf77b40380ea5106a208f980089c44bd2cd7bc86b05e66500f4e76c3d90e",
                      },
                    ],
                    "onBehalfOf": null,
                    "reason": null,
                    "sequence": 1,
                    "type": "loaded",
                  },
                },
                {
                  "node": {
                    "at": "2021-03-01T12:00:00.000Z",
                    "by": "sofia",
                    "facts": [
                      {
                        "name": "outputs",
                        "value": "[{"output":{"original":"en","texts":{"en":"Mapping of regular pathways in the region"}},"measure":{"original":"en","texts":{"en":"Published, with at least ten countries"}},"dueOn":"2021-03-01"},{"output":{"original":"es","texts":{"es":"Capacitación para equipos en los países"}},"measure":{"original":"es","texts":{"es":"Tres talleres celebrados"}},"dueOn":"2021-12-31"}]",
                      },
                    ],
                    "onBehalfOf": null,
                    "reason": "Agreed at the meeting of the group on 26 February 2021",
                    "sequence": 2,
                    "type": "charterSet",
                  },
                },
              ],
            },
            "id": "regular-pathways",
            "state": "ACTIVE",
            "version": 2,
          },
        },
      },
    }
  `);
});

test('a publisher of the group sets the charter on its behalf', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  const query = `mutation ($input: SetWorkingGroupCharterInput!) {
    setWorkingGroupCharter(input: $input) {
      record { state history(after: "${Buffer.from('1').toString('base64url')}") { edges { node { type by onBehalfOf } } } }
      ${problems}
    }
  }`;
  expect(
    await subgraph.run(query, { variables: { input: charter }, as: publisher }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "setWorkingGroupCharter": {
          "problems": [],
          "record": {
            "history": {
              "edges": [
                {
                  "node": {
                    "by": "rosa",
                    "onBehalfOf": "regular-pathways",
                    "type": "charterSet",
                  },
                },
              ],
            },
            "state": "ACTIVE",
          },
        },
      },
    }
  `);
});

test.each([
  ['the public', undefined],
  ['a publisher of another group', reader('otto', ['PUBLISHER', 'WorkingGroup', 'detention'])],
  [
    'a publisher of a network with the same id',
    reader('nora', ['PUBLISHER', 'RegionalNetwork', 'regular-pathways']),
  ],
] as const)('%s may set no charter', async (_, as) => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  const { data } = await subgraph.run(setCharter, {
    variables: { input: charter },
    ...(as && { as }),
  });
  expect(data?.setWorkingGroupCharter).toMatchObject({
    record: null,
    problems: [
      {
        code: 'NOT_ALLOWED',
        needed: ['SECRETARIAT', 'PUBLISHER of WorkingGroup regular-pathways'],
      },
    ],
  });
});

test('an unknown group is unknown to everybody, before anybody’s role is looked at', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  const variables = { input: { ...charter, workingGroupId: 'atlantis' } };
  const { data } = await subgraph.run(setCharter, { variables });
  expect(problemsIn(data?.setWorkingGroupCharter)).toEqual(['UNKNOWN_RECORD workingGroupId']);
});

test('a charter has at least one output, each with words, a measure and a day that is not over', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  const run = async (change: object) => {
    const variables = { input: { ...charter, ...change } };
    const { data } = await subgraph.run(setCharter, { variables, as: publisher });
    expect((data?.setWorkingGroupCharter as Payload).record).toBeNull();
    return problemsIn(data?.setWorkingGroupCharter);
  };
  expect(await run({ outputs: [] })).toEqual(['INVALID_VALUE outputs']);
  expect(await run({ outputs: Array.from({ length: 31 }, () => mapping) })).toEqual([
    'INVALID_VALUE outputs',
  ]);
  const outputs = [
    mapping,
    {
      ...mapping,
      output: { language: 'EN', text: ' ' },
      measure: { language: 'EN', text: 'x'.repeat(1001) },
    },
    { ...mapping, dueOn: '2021-02-28' },
  ];
  expect(await run({ outputs, reason: '' })).toEqual([
    'INVALID_VALUE outputs.1.output.text',
    'INVALID_VALUE outputs.1.measure.text',
    'INVALID_VALUE outputs.2.dueOn',
    'INVALID_VALUE reason',
  ]);
  expect(await subgraph.run('{ workingGroup(id: "regular-pathways") { state version } }')).toEqual({
    data: { workingGroup: { state: 'ESTABLISHED', version: 1 } },
  });
});

test('a promised output may stay when its day is over, but gets no other day in the past', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  await subgraph.run(setCharter, { variables: { input: charter }, as: publisher });
  subgraph.clock.now = new Date('2021-04-01T00:00:00.000Z');
  const run = async (outputs: object[], version: number) => {
    const variables = { input: { ...charter, outputs, version } };
    return (await subgraph.run(setCharter, { variables, as: publisher })).data
      ?.setWorkingGroupCharter;
  };
  expect(problemsIn(await run([{ ...mapping, dueOn: '2021-03-31' }], 2))).toEqual([
    'INVALID_VALUE outputs.0.dueOn',
  ]);
  expect(await run([training, mapping], 2)).toMatchObject({
    record: { version: 3, charter: { setOn: '2021-04-01' } },
    problems: [],
  });
});

test('a charter against an older version is refused with what changed since', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  await subgraph.run(setCharter, { variables: { input: charter }, as: publisher });
  const variables = { input: { ...charter, outputs: [] } };
  const { data } = await subgraph.run(setCharter, { variables, as: secretariat });
  expect(data?.setWorkingGroupCharter).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "changes": [
            {
              "by": "rosa",
              "onBehalfOf": "regular-pathways",
              "reason": "Agreed at the meeting of the group on 26 February 2021",
              "sequence": 2,
              "type": "charterSet",
            },
          ],
          "code": "STALE_WRITE",
          "currentVersion": 2,
          "message": "This was written against version 1; the record is at version 2. Read it again and decide.",
          "path": [
            "version",
          ],
        },
      ],
      "record": null,
    }
  `);
});

test('of two charters at the same moment one is refused as stale', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  const answers = await Promise.all(
    [secretariat, publisher].map((as) =>
      subgraph.run(setCharter, { variables: { input: charter }, as }),
    ),
  );
  expect(answers.flatMap(({ data }) => problemsIn(data?.setWorkingGroupCharter))).toEqual([
    'STALE_WRITE version',
  ]);
});

test('whatever charters are set, a group is active exactly from the first that was accepted, and every one is in its history', async () => {
  const output = fc.record({
    output: fc.constant({ language: 'EN', text: 'An output' }),
    measure: fc.constantFrom({ language: 'EN', text: 'A measure' }, { language: 'EN', text: '' }),
    dueOn: fc.constantFrom('2021-02-28', '2021-03-01', '2021-03-02'),
  });
  const step = fc.record({
    outputs: fc.array(output, { maxLength: 3 }),
    isStale: fc.boolean(),
    as: fc.constantFrom(secretariat, publisher, reader('otto')),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      await using subgraph = await startedWith({ groups: [regularPathways] });
      let accepted = 0;
      for (const { outputs, isStale, as } of steps) {
        const version = isStale ? accepted : accepted + 1;
        const variables = { input: { ...charter, outputs, version } };
        const { data, errors } = await subgraph.run(setCharter, { variables, as });
        expect(errors).toBeUndefined();
        const { record, problems } = data?.setWorkingGroupCharter as Payload;
        const isRight =
          !isStale &&
          as.roles.length > 0 &&
          outputs.length > 0 &&
          outputs.every(({ measure, dueOn }) => measure.text !== '' && dueOn >= '2021-03-01');
        expect(problems.length === 0).toBe(isRight);
        if (record) accepted += 1;
        expect(record === null).toBe(!isRight);
      }
      const { data } = await subgraph.run(
        '{ workingGroup(id: "regular-pathways") { state version } }',
      );
      expect(data?.workingGroup).toEqual({
        state: accepted > 0 ? 'ACTIVE' : 'ESTABLISHED',
        version: accepted + 1,
      });
      const events = await subgraph.storage.history(workingGroups, 'regular-pathways');
      expect(events.filter(({ type }) => type === 'charterSet')).toHaveLength(accepted);
      expect(verifyChain(events)).toBeUndefined();
    }),
    { numRuns: 40 },
  );
});
