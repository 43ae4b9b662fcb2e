import { reader } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { roleGrants } from '../src/documents.ts';
import { publisher, secretariat, smallNetwork, system } from './fixtures.ts';
import { annasGrant, forAnna, grant, grantRole } from './grants.ts';

test('the secretariat grants a role, from today on when no day is given', async () => {
  await using subgraph = await smallNetwork();
  expect(await grantRole(subgraph, forAnna)).toMatchInlineSnapshot(`
    {
      "problems": [],
      "record": {
        "history": {
          "edges": [
            {
              "node": {
                "by": "sara",
                "facts": [
                  {
                    "name": "validFrom",
                    "value": "2021-03-01",
                  },
                  {
                    "name": "validTo",
                    "value": "null",
                  },
                ],
                "reason": "Named by the regional network.",
                "sequence": 1,
                "type": "granted",
              },
            },
          ],
        },
        "id": "publisher:RegionalNetwork:asia-pacific:anna:1",
        "role": "PUBLISHER",
        "scope": {
          "id": "asia-pacific",
          "type": "REGIONAL_NETWORK",
        },
        "subject": "anna",
        "validFrom": "2021-03-01",
        "validTo": null,
        "version": 1,
      },
    }
  `);
});

test('a role may be granted for days to come', async () => {
  await using subgraph = await smallNetwork();
  const days = { validFrom: '2021-04-01', validTo: '2021-04-30' };
  expect((await grantRole(subgraph, { ...forAnna, ...days })).record).toMatchObject(days);
});

test('every role is granted for what it can be for', async () => {
  await using subgraph = await smallNetwork();
  const wanted: [string, { type: string; id: string } | null][] = [
    ['SECRETARIAT', null],
    ['PUBLISHER', { type: 'COUNTRY_NETWORK', id: 'network-bgd' }],
    ['VALIDATOR', { type: 'REGIONAL_NETWORK', id: 'asia-pacific' }],
    ['FOCAL_POINT', { type: 'ORGANIZATION', id: 'iom' }],
    ['TRANSLATOR', { type: 'LANGUAGE', id: 'ar' }],
  ];
  for (const [role, scope] of wanted) {
    const { record, problems } = await grantRole(subgraph, { ...forAnna, role, scope });
    expect(problems).toEqual([]);
    expect(record).toMatchObject({ role, scope });
  }
});

test('nobody but the secretariat grants roles, not even to themselves, and nothing is stored', async () => {
  await using subgraph = await smallNetwork();
  for (const as of [null, publisher, reader('anna'), system]) {
    const payload = await grantRole(subgraph, forAnna, as);
    expect(payload).toMatchObject({
      record: null,
      problems: [{ __typename: 'NotAllowed', needed: ['SECRETARIAT'] }],
    });
  }
  expect(await subgraph.storage.collection(roleGrants, {}).count({})).toBe(0);
});

test('a role that is for nothing, or for the wrong thing, is refused with what it can be for', async () => {
  await using subgraph = await smallNetwork();
  const inputs = [
    { ...forAnna, role: 'SECRETARIAT' },
    { ...forAnna, scope: null },
    { ...forAnna, role: 'VALIDATOR', scope: { type: 'WORKING_GROUP', id: 'x' } },
    { ...forAnna, scope: { type: 'REGIONAL_NETWORK', id: 'atlantis' } },
    { ...forAnna, scope: { type: 'COUNTRY_NETWORK', id: 'atlantis' } },
    { ...forAnna, role: 'FOCAL_POINT', scope: { type: 'ORGANIZATION', id: 'atlantis' } },
    { ...forAnna, role: 'TRANSLATOR', scope: { type: 'LANGUAGE', id: 'de' } },
  ];
  const found: unknown[] = [];
  for (const input of inputs) found.push((await grantRole(subgraph, input)).problems);
  expect(found).toMatchInlineSnapshot(`
    [
      [
        {
          "__typename": "InvalidValue",
          "allowed": [
            "no scope",
          ],
          "code": "INVALID_VALUE",
          "message": "SECRETARIAT is not scoped.",
          "path": [
            "scope",
          ],
        },
      ],
      [
        {
          "__typename": "InvalidValue",
          "allowed": [
            "REGIONAL_NETWORK",
            "COUNTRY_NETWORK",
            "WORKING_GROUP",
          ],
          "code": "INVALID_VALUE",
          "message": "PUBLISHER needs a scope.",
          "path": [
            "scope",
          ],
        },
      ],
      [
        {
          "__typename": "InvalidValue",
          "allowed": [
            "REGIONAL_NETWORK",
          ],
          "code": "INVALID_VALUE",
          "message": "VALIDATOR cannot be for WORKING_GROUP.",
          "path": [
            "scope",
            "type",
          ],
        },
      ],
      [
        {
          "__typename": "UnknownRecord",
          "code": "UNKNOWN_RECORD",
          "id": "atlantis",
          "message": "There is no RegionalNetwork with the id "atlantis".",
          "path": [
            "scope",
            "id",
          ],
          "type": "RegionalNetwork",
        },
      ],
      [
        {
          "__typename": "UnknownRecord",
          "code": "UNKNOWN_RECORD",
          "id": "atlantis",
          "message": "There is no CountryNetwork with the id "atlantis".",
          "path": [
            "scope",
            "id",
          ],
          "type": "CountryNetwork",
        },
      ],
      [
        {
          "__typename": "UnknownRecord",
          "code": "UNKNOWN_RECORD",
          "id": "atlantis",
          "message": "There is no Organization with the id "atlantis".",
          "path": [
            "scope",
            "id",
          ],
          "type": "Organization",
        },
      ],
      [
        {
          "__typename": "UnknownRecord",
          "code": "UNKNOWN_RECORD",
          "id": "de",
          "message": "There is no Language with the id "de".",
          "path": [
            "scope",
            "id",
          ],
          "type": "Language",
        },
      ],
    ]
  `);
});

test('a grant that needs an owner out of reach is an error, and nothing is stored', async () => {
  await using subgraph = await smallNetwork();
  const input = { ...forAnna, scope: { type: 'WORKING_GROUP', id: 'regular-pathways' } };
  const result = await subgraph.run(grant, { variables: { input }, as: secretariat });
  expect(result.errors?.[0]?.extensions).toEqual({
    code: 'OWNER_UNAVAILABLE',
    owner: 'working-groups',
  });
  expect(await subgraph.storage.collection(roleGrants, {}).count({})).toBe(0);
});

test('everything else that is wrong with a grant is said at once', async () => {
  await using subgraph = await smallNetwork();
  const input = {
    ...forAnna,
    subject: 'x'.repeat(256),
    validFrom: '2021-01-01',
    validTo: '2021-02-28',
    reason: ' ',
  };
  expect(await grantRole(subgraph, input)).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "__typename": "InvalidValue",
          "allowed": [
            "1 to 255 characters",
            "one line",
          ],
          "code": "INVALID_VALUE",
          "message": "The text has 256 characters; at most 255 are allowed.",
          "path": [
            "subject",
          ],
        },
        {
          "__typename": "InvalidValue",
          "allowed": [
            "2021-03-01 or a later day",
          ],
          "code": "INVALID_VALUE",
          "message": "The role would be over on 2021-02-28 before it could be used.",
          "path": [
            "validTo",
          ],
        },
        {
          "__typename": "InvalidValue",
          "allowed": [
            "1 to 2000 characters",
            "line breaks and tabs",
          ],
          "code": "INVALID_VALUE",
          "message": "The text is empty.",
          "path": [
            "reason",
          ],
        },
      ],
      "record": null,
    }
  `);
  const subjects = ['', ' ', 'anna ', 'an\nna', 'anna\u0000', '\ud800'];
  for (const subject of subjects) {
    expect((await grantRole(subgraph, { ...forAnna, subject })).problems).toMatchObject([
      { __typename: 'InvalidValue', path: ['subject'] },
    ]);
  }
});

test('a role cannot be granted twice for the same days, but again for others', async () => {
  await using subgraph = await smallNetwork();
  await grantRole(subgraph, { ...forAnna, validTo: '2021-03-31' });
  const again = await grantRole(subgraph, { ...forAnna, validFrom: '2021-03-31' });
  expect(again).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "__typename": "InvalidValue",
          "allowed": [
            "days without this role",
          ],
          "code": "INVALID_VALUE",
          "message": "The role is granted already from 2021-03-01 to 2021-03-31: publisher:RegionalNetwork:asia-pacific:anna:1.",
          "path": [
            "validFrom",
          ],
        },
      ],
      "record": null,
    }
  `);
  const next = await grantRole(subgraph, { ...forAnna, validFrom: '2021-04-01' });
  expect(next.record?.id).toBe('publisher:RegionalNetwork:asia-pacific:anna:2');
});

test('of two that grant the same role at once, one does', async () => {
  await using subgraph = await smallNetwork();
  const payloads = await Promise.all([grantRole(subgraph, forAnna), grantRole(subgraph, forAnna)]);
  expect(payloads.map(({ record }) => record?.id ?? null).sort()).toEqual(
    [null, annasGrant].sort(),
  );
  expect(payloads.flatMap(({ problems }) => problems)).toHaveLength(1);
  expect(await subgraph.storage.collection(roleGrants, {}).count({})).toBe(1);
});

test('subjects and scopes that look alike have grants of their own', async () => {
  await using subgraph = await smallNetwork();
  const subjects = ['a:b', 'a%3Ab', 'a', 'auth0|5f7c', 'https://login.example/π'];
  const ids: (string | undefined)[] = [];
  for (const subject of subjects) {
    ids.push((await grantRole(subgraph, { ...forAnna, subject })).record?.id);
  }
  expect(new Set(ids).size).toBe(subjects.length);
});
