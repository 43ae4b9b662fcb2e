import { problemsIn, reader } from '@network/schema/testing';
import { verifyChain } from '@network/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workingGroups } from '../src/documents.ts';
import {
  type Payload,
  problems,
  publisher,
  regularPathways,
  secretariat,
  startedWith,
} from './group-records.ts';

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
