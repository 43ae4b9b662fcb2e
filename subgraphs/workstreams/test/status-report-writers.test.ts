import { expect, test } from 'vitest';
import {
  asiaPacific,
  carryOut,
  countryPublisher,
  openRound,
  place,
  publisher,
  secretariat,
  startedSubgraph,
  stranger,
  succeed,
  validator,
} from './network-records.ts';

const version = `number previous { number } state isNilReturn status narrative { text original } progress asOf
  evidence { url title { text } } visibility`;
const _whole = `id version state subject { __typename ... on Workstream { id } ... on Activity { id } }
  workstream { id } unit { __typename ... on RegionalNetwork { id } } round { id } dueAt
  published { number } working { ${version} } possibleActions`;

test.each([
  ['another region', stranger],
  ['the validator of the region', validator],
  ['the public', undefined],
])('%s is refused in the same words before and after the report was begun', async (_, as) => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const attempt = () => carryOut(subgraph, 'saveStatusReport', { input: place, ...(as && { as }) });
  const before = await attempt();
  expect(before).toEqual({
    record: null,
    problems: [
      {
        __typename: 'NotAllowed',
        code: 'NOT_ALLOWED',
        message: 'This is for PUBLISHER of RegionalNetwork asia-pacific.',
        path: [],
        needed: ['PUBLISHER of RegionalNetwork asia-pacific'],
      },
    ],
  });
  await succeed(subgraph, 'saveStatusReport', { input: place, as: publisher });
  expect(await attempt()).toEqual(before);
});

test('the secretariat writes for another unit only with a reason, which is kept', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const refused = await carryOut(subgraph, 'saveStatusReport', { input: place, as: secretariat });
  expect(refused.problems).toMatchInlineSnapshot(`
    [
      {
        "__typename": "NotAllowed",
        "code": "NOT_ALLOWED",
        "message": "This is for PUBLISHER of RegionalNetwork asia-pacific; the secretariat needs an overrideReason.",
        "needed": [
          "PUBLISHER of RegionalNetwork asia-pacific",
        ],
        "path": [
          "overrideReason",
        ],
      },
    ]
  `);
  const blank = await carryOut(subgraph, 'saveStatusReport', {
    input: { ...place, overrideReason: '\t' },
    as: secretariat,
  });
  expect(blank.problems).toMatchObject([{ __typename: 'InvalidValue', path: ['overrideReason'] }]);
  const record = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, overrideReason: 'Their line is down' },
    as: secretariat,
    select: 'history { edges { node { by onBehalfOf reason facts { name value } } } }',
  });
  expect(record).toMatchInlineSnapshot(`
    {
      "history": {
        "edges": [
          {
            "node": {
              "by": "sara",
              "facts": [
                {
                  "name": "number",
                  "value": "1",
                },
                {
                  "name": "state",
                  "value": "{"before":"DUE","after":"DRAFT"}",
                },
                {
                  "name": "override",
                  "value": "true",
                },
              ],
              "onBehalfOf": "Body.secretariat",
              "reason": "Their line is down",
            },
          },
        ],
      },
    }
  `);
});

test('the secretariat writes its own reports without a reason, a working group through its publisher', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const own = await carryOut(subgraph, 'saveStatusReport', {
    input: { ...place, unit: { type: 'BODY', id: 'secretariat' } },
    as: secretariat,
  });
  expect(own.record).toMatchObject({ id: 'core-1.1.Body.secretariat.2026-H1' });
  const group = await carryOut(subgraph, 'saveStatusReport', {
    input: { ...place, unit: { type: 'WORKING_GROUP', id: 'regular-pathways' } },
    as: {
      subject: 'wim',
      roles: [{ role: 'PUBLISHER', scope: { type: 'WorkingGroup', id: 'regular-pathways' } }],
    },
  });
  expect(group.record).toMatchObject({ id: 'core-1.1.WorkingGroup.regular-pathways.2026-H1' });
});

test('nothing is written for a country network while its owner cannot be asked for the region', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const input = { ...place, unit: { type: 'COUNTRY_NETWORK', id: 'BGD' } };
  const saved = await succeed(subgraph, 'saveStatusReport', { input, as: countryPublisher });
  expect(saved.id).toBe('core-1.1.CountryNetwork.BGD.2026-H1');

  await using unreachable = await startedSubgraph({ others: { CountryNetwork: null } });
  await openRound(unreachable, { units: [asiaPacific] });
  await expect(
    carryOut(unreachable, 'saveStatusReport', { input, as: countryPublisher }),
  ).rejects.toMatchObject({ extensions: { code: 'OWNER_UNAVAILABLE' } });
});
