import { createContext, hasRole, type Identity, rolesOf } from '@network/schema';
import { reader, readsOf, type TestSubgraph } from '@network/schema/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roleGrants } from '../src/documents.ts';
import { problems, publisher, secretariat, smallNetwork, system } from './fixtures.ts';

const grant = `mutation ($input: GrantRoleInput!) { grantRole(input: $input) {
  record {
    id subject role scope { type id } validFrom validTo version
    history { edges { node { sequence type by reason facts { name value } } } }
  }
  ${problems}
} }`;

const revoke = `mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) {
  record {
    id validFrom validTo version
    history { edges { node { sequence type by reason facts { name value } } } }
  }
  ${problems}
} }`;

interface Payload {
  record: { id: string; version: number } | null;
  problems: { __typename: string; path: string[] }[];
}

async function grantRole(
  subgraph: TestSubgraph,
  input: object,
  as: Identity | null = secretariat,
): Promise<Payload> {
  const result = await subgraph.run(grant, { variables: { input }, ...(as && { as }) });
  expect(result.errors).toBeUndefined();
  return result.data?.grantRole as Payload;
}

async function revokeRole(
  subgraph: TestSubgraph,
  input: object,
  as: Identity | null = secretariat,
): Promise<Payload> {
  const result = await subgraph.run(revoke, { variables: { input }, ...(as && { as }) });
  expect(result.errors).toBeUndefined();
  return result.data?.revokeRole as Payload;
}

const forAnna = {
  subject: 'anna',
  role: 'PUBLISHER',
  scope: { type: 'RegionalNetwork', id: 'asia-pacific' },
  reason: 'Named by the regional network.',
};
const annasGrant = 'publisher:RegionalNetwork:asia-pacific:anna:1';

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
          "type": "RegionalNetwork",
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
    ['PUBLISHER', { type: 'CountryNetwork', id: 'network-bgd' }],
    ['VALIDATOR', { type: 'RegionalNetwork', id: 'asia-pacific' }],
    ['FOCAL_POINT', { type: 'Organization', id: 'iom' }],
    ['TRANSLATOR', { type: 'Language', id: 'ar' }],
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
    { ...forAnna, role: 'VALIDATOR', scope: { type: 'WorkingGroup', id: 'x' } },
    { ...forAnna, scope: { type: 'RegionalNetwork', id: 'atlantis' } },
    { ...forAnna, scope: { type: 'CountryNetwork', id: 'atlantis' } },
    { ...forAnna, role: 'FOCAL_POINT', scope: { type: 'Organization', id: 'atlantis' } },
    { ...forAnna, role: 'TRANSLATOR', scope: { type: 'Language', id: 'de' } },
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
            "RegionalNetwork",
            "CountryNetwork",
            "WorkingGroup",
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
            "RegionalNetwork",
          ],
          "code": "INVALID_VALUE",
          "message": "VALIDATOR cannot be for "WorkingGroup".",
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
  const input = { ...forAnna, scope: { type: 'WorkingGroup', id: 'regular-pathways' } };
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

test('a role is revoked from today on: it held yesterday, and the grant stays readable', async () => {
  await using subgraph = await smallNetwork();
  await grantRole(subgraph, { ...forAnna, validFrom: '2021-02-01' });
  const input = { roleGrantId: annasGrant, version: 1, reason: 'She has left.' };
  expect(await revokeRole(subgraph, input)).toMatchInlineSnapshot(`
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
                    "value": "2021-02-01",
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
            {
              "node": {
                "by": "sara",
                "facts": [
                  {
                    "name": "validTo",
                    "value": "2021-02-28",
                  },
                  {
                    "name": "before",
                    "value": "null",
                  },
                ],
                "reason": "She has left.",
                "sequence": 2,
                "type": "revoked",
              },
            },
          ],
        },
        "id": "publisher:RegionalNetwork:asia-pacific:anna:1",
        "validFrom": "2021-02-01",
        "validTo": "2021-02-28",
        "version": 2,
      },
    }
  `);
  const held = await subgraph.run(
    `{ today: roleGrants { totalCount } yesterday: roleGrants(asOf: "2021-02-28") { totalCount } }`,
    { as: secretariat },
  );
  expect(held.data).toEqual({ today: { totalCount: 0 }, yesterday: { totalCount: 1 } });
});

test('a role that was revoked can be granted again on the same day', async () => {
  await using subgraph = await smallNetwork();
  await grantRole(subgraph, forAnna);
  await revokeRole(subgraph, { roleGrantId: annasGrant, version: 1, reason: 'The wrong person.' });
  expect((await grantRole(subgraph, forAnna)).record).toMatchObject({
    id: 'publisher:RegionalNetwork:asia-pacific:anna:2',
    validFrom: '2021-03-01',
  });
});

test('a grant that was revoked before it began is in nobody’s way', async () => {
  await using subgraph = await smallNetwork();
  await grantRole(subgraph, { ...forAnna, validFrom: '2021-04-01' });
  const input = { roleGrantId: annasGrant, version: 1, from: '2021-03-15', reason: 'Put off.' };
  expect((await revokeRole(subgraph, input)).record).toMatchObject({
    validFrom: '2021-04-01',
    validTo: '2021-03-14',
  });
  expect((await grantRole(subgraph, forAnna)).problems).toEqual([]);
  const listed = await subgraph.run(
    '{ march: roleGrants(asOf: "2021-03-10") { totalCount } april: roleGrants(asOf: "2021-04-01") { totalCount } }',
    { as: secretariat },
  );
  expect(listed.data).toEqual({ march: { totalCount: 1 }, april: { totalCount: 1 } });
});

test('a revocation for a later day may be brought forward, not put off', async () => {
  await using subgraph = await smallNetwork();
  await grantRole(subgraph, forAnna);
  const input = { roleGrantId: annasGrant, reason: 'Her term ends.' };
  await revokeRole(subgraph, { ...input, version: 1, from: '2021-04-01' });
  expect(
    (await revokeRole(subgraph, { ...input, version: 2, from: '2021-04-02' })).problems,
  ).toMatchInlineSnapshot(`
    [
      {
        "__typename": "WrongState",
        "code": "WRONG_STATE",
        "message": "The grant ends on 2021-03-31, before 2021-04-02.",
        "path": [
          "roleGrantId",
        ],
        "possible": [
          "revokeRole",
          "grantRole",
        ],
        "state": "ENDING",
      },
    ]
  `);
  expect(
    (await revokeRole(subgraph, { ...input, version: 2, from: '2021-03-15' })).record,
  ).toMatchObject({
    validTo: '2021-03-14',
    version: 3,
  });
});

test('what is wrong with a revocation is refused', async () => {
  await using subgraph = await smallNetwork();
  await grantRole(subgraph, { ...forAnna, validFrom: '2021-02-01' });
  const input = { roleGrantId: annasGrant, version: 1, reason: 'She has left.' };
  const past = await revokeRole(subgraph, { ...input, from: '2021-02-28', reason: '' });
  const stale = await revokeRole(subgraph, { ...input, version: 0 });
  const unknown = await revokeRole(subgraph, { ...input, roleGrantId: 'nothing' });
  await revokeRole(subgraph, input);
  const over = await revokeRole(subgraph, { ...input, version: 2 });
  expect([past, stale, unknown, over].map(({ problems }) => problems)).toMatchInlineSnapshot(`
    [
      [
        {
          "__typename": "InvalidValue",
          "allowed": [
            "2021-03-01 or a later day",
          ],
          "code": "INVALID_VALUE",
          "message": "2021-02-28 is past: what was done on it was done with the role.",
          "path": [
            "from",
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
      [
        {
          "__typename": "StaleWrite",
          "changes": [
            {
              "by": "sara",
              "facts": [
                {
                  "name": "validFrom",
                  "value": "2021-02-01",
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
          ],
          "code": "STALE_WRITE",
          "currentVersion": 1,
          "message": "This was written against version 0; the record is at version 1. Read it again and decide.",
          "path": [
            "version",
          ],
        },
      ],
      [
        {
          "__typename": "UnknownRecord",
          "code": "UNKNOWN_RECORD",
          "id": "nothing",
          "message": "There is no RoleGrant with the id "nothing".",
          "path": [
            "roleGrantId",
          ],
          "type": "RoleGrant",
        },
      ],
      [
        {
          "__typename": "WrongState",
          "code": "WRONG_STATE",
          "message": "The grant ends on 2021-02-28, before 2021-03-01.",
          "path": [
            "roleGrantId",
          ],
          "possible": [
            "grantRole",
          ],
          "state": "OVER",
        },
      ],
    ]
  `);
});

test('a grant that a reader may not see is revoked like one that was never written', async () => {
  await using subgraph = await smallNetwork();
  await grantRole(subgraph, forAnna);
  for (const as of [null, publisher]) {
    for (const roleGrantId of [annasGrant, 'nothing']) {
      const input = { roleGrantId, version: 7, from: '2000-01-01', reason: '' };
      expect((await revokeRole(subgraph, input, as)).problems).toMatchObject([
        { __typename: 'UnknownRecord', id: roleGrantId, path: ['roleGrantId'] },
      ]);
    }
  }
});

test('nobody revokes a role they have, and nobody leaves the secretariat alone by a slip', async () => {
  await using subgraph = await smallNetwork();
  await grantRole(subgraph, forAnna);
  const own = await revokeRole(
    subgraph,
    { roleGrantId: annasGrant, version: 1, reason: 'No longer.' },
    reader('anna'),
  );
  const granted = await grantRole(subgraph, {
    subject: 'sara',
    role: 'SECRETARIAT',
    reason: 'She is of the secretariat.',
  });
  const input = { roleGrantId: granted.record?.id, version: 1, reason: 'I leave.' };
  const herself = await revokeRole(subgraph, input);
  const colleague = await revokeRole(subgraph, input, reader('omar', ['SECRETARIAT']));
  expect([own, herself, colleague].map(({ problems }) => problems)).toMatchInlineSnapshot(`
    [
      [
        {
          "__typename": "NotAllowed",
          "code": "NOT_ALLOWED",
          "message": "Only the secretariat revokes roles.",
          "needed": [
            "SECRETARIAT",
          ],
          "path": [],
        },
      ],
      [
        {
          "__typename": "NotAllowed",
          "code": "NOT_ALLOWED",
          "message": "Nobody ends their own role in the secretariat; another member of it does.",
          "needed": [
            "SECRETARIAT, somebody else",
          ],
          "path": [
            "roleGrantId",
          ],
        },
      ],
      [],
    ]
  `);
});

/** Grants to two people: one that holds, one that is over, one that is yet to begin, one of the other person. */
async function grantsOfTwo() {
  const subgraph = await smallNetwork();
  subgraph.clock.now = new Date('2020-01-01T00:00:00.000Z');
  await grantRole(subgraph, { ...forAnna, validTo: '2020-12-31' });
  await grantRole(subgraph, { ...forAnna, role: 'VALIDATOR' });
  await grantRole(subgraph, {
    ...forAnna,
    role: 'FOCAL_POINT',
    scope: { type: 'Organization', id: 'iom' },
    validFrom: '2021-06-01',
    validTo: '2021-12-31',
  });
  await grantRole(subgraph, {
    ...forAnna,
    subject: 'omar',
    role: 'TRANSLATOR',
    scope: { type: 'Language', id: 'ar' },
  });
  subgraph.clock.now = new Date('2021-03-01T12:00:00.000Z');
  return subgraph;
}

const identityOperation =
  'query ($subject: ID!) { roles: rolesOf(subject: $subject) { role scope { type id } validFrom validTo } }';

test('the platform is told every role of a person that is not over, to be judged at each use', async () => {
  await using subgraph = await grantsOfTwo();
  const result = await subgraph.run(identityOperation, {
    variables: { subject: 'anna' },
    as: system,
  });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "roles": [
          {
            "role": "FOCAL_POINT",
            "scope": {
              "id": "iom",
              "type": "Organization",
            },
            "validFrom": "2021-06-01",
            "validTo": "2021-12-31",
          },
          {
            "role": "VALIDATOR",
            "scope": {
              "id": "asia-pacific",
              "type": "RegionalNetwork",
            },
            "validFrom": "2020-01-01",
            "validTo": null,
          },
        ],
      },
    }
  `);
});

test('what the platform is told is understood as roles, by the clock of each use', async () => {
  await using subgraph = await grantsOfTwo();
  const result = await subgraph.run(identityOperation, {
    variables: { subject: 'anna' },
    as: system,
  });
  const rolesOn = (now: string) => {
    const context = createContext({
      storage: subgraph.storage,
      now: () => new Date(now),
      newId: () => 'unused',
      identity: { subject: 'anna', roles: result.data?.roles as unknown[] },
      acceptLanguage: '',
    });
    return {
      isValidator: hasRole(context, 'VALIDATOR', { type: 'RegionalNetwork', id: 'asia-pacific' }),
      roles: rolesOf(context).map(({ role }) => role),
    };
  };
  expect(rolesOn('2021-05-31T23:59:59.999Z')).toEqual({ isValidator: true, roles: ['VALIDATOR'] });
  expect(rolesOn('2021-06-01T00:00:00.000Z').roles).toEqual(['FOCAL_POINT', 'VALIDATOR']);
  expect(rolesOn('2022-01-01T00:00:00.000Z').roles).toEqual(['VALIDATOR']);
});

test('the roles of somebody else are told to the secretariat and to nobody else', async () => {
  await using subgraph = await grantsOfTwo();
  const rolesFor = async (as?: Identity) => {
    const options = { variables: { subject: 'anna' }, ...(as && { as }) };
    const result = await subgraph.run(identityOperation, options);
    expect(result.errors).toBeUndefined();
    return (result.data?.roles as { role: string }[]).map(({ role }) => role);
  };
  const all = ['FOCAL_POINT', 'VALIDATOR'];
  expect(await rolesFor(secretariat)).toEqual(all);
  expect(await rolesFor(reader('anna'))).toEqual(all);
  expect(await rolesFor(reader('omar', ['VALIDATOR', 'RegionalNetwork', 'asia-pacific']))).toEqual(
    [],
  );
  expect(await rolesFor()).toEqual([]);
});

test('more roles than a page holds are all told', async () => {
  await using subgraph = await smallNetwork();
  const collection = subgraph.storage.collection(roleGrants, {});
  for (let number = 1; number <= 130; number += 1) {
    const day = { validFrom: '2021-01-01', validTo: '2022-01-01', until: '2022-01-01' };
    await collection.insert(
      {
        _id: `grant-${number}`,
        subject: 'anna',
        role: 'TRANSLATOR',
        scope: { type: 'Language', id: 'ar' },
        ...day,
      },
      { at: '2021-01-01T00:00:00.000Z', type: 'granted', by: 'sara' },
    );
  }
  const result = await subgraph.run(identityOperation, {
    variables: { subject: 'anna' },
    as: system,
  });
  expect(result.data?.roles).toHaveLength(130);
});

test('grants are listed for a day, those that end last first, narrowed by person and by role', async () => {
  await using subgraph = await grantsOfTwo();
  const result = await subgraph.run(
    `{
      today: roleGrants { totalCount edges { node { subject role validTo } } }
      thisSummer: roleGrants(asOf: "2021-07-01", subject: "anna") { totalCount edges { node { role validTo } } }
      lastYear: roleGrants(asOf: "2020-12-31", role: PUBLISHER) { totalCount edges { node { subject } } }
      both: roleGrants(subject: "omar", role: VALIDATOR) { totalCount }
      firstPage: roleGrants(first: 1) { pageInfo { hasNextPage } }
    }`,
    { as: secretariat },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "both": {
          "totalCount": 0,
        },
        "firstPage": {
          "pageInfo": {
            "hasNextPage": true,
          },
        },
        "lastYear": {
          "edges": [
            {
              "node": {
                "subject": "anna",
              },
            },
          ],
          "totalCount": 1,
        },
        "thisSummer": {
          "edges": [
            {
              "node": {
                "role": "VALIDATOR",
                "validTo": null,
              },
            },
            {
              "node": {
                "role": "FOCAL_POINT",
                "validTo": "2021-12-31",
              },
            },
          ],
          "totalCount": 2,
        },
        "today": {
          "edges": [
            {
              "node": {
                "role": "VALIDATOR",
                "subject": "anna",
                "validTo": null,
              },
            },
            {
              "node": {
                "role": "TRANSLATOR",
                "subject": "omar",
                "validTo": null,
              },
            },
          ],
          "totalCount": 2,
        },
      },
    }
  `);
});

test('a person sees their own grants; those of others are not there, on any path', async () => {
  await using subgraph = await grantsOfTwo();
  const query = `query ($id: ID!, $r: [_Any!]!) {
    roleGrant(id: $id) { subject }
    roleGrants(subject: "anna") { totalCount edges { node { id } } }
    everything: roleGrants(asOf: "2020-06-01") { totalCount edges { cursor } }
    byRole: roleGrants(role: VALIDATOR) { totalCount }
    _entities(representations: $r) { ... on RoleGrant { subject } }
  }`;
  const ask = (id: string, as?: Identity) =>
    subgraph.run(query, {
      variables: { id, r: [{ __typename: 'RoleGrant', id }] },
      ...(as && { as }),
    });
  const own = await ask(annasGrant, reader('anna'));
  expect(own.data).toMatchObject({
    roleGrant: { subject: 'anna' },
    roleGrants: { totalCount: 1 },
    everything: { totalCount: 2 },
    byRole: { totalCount: 1 },
    _entities: [{ subject: 'anna' }],
  });
  expect(await ask(annasGrant, publisher)).toEqual(await ask('never-written', publisher));
  expect(await ask(annasGrant)).toEqual(await ask('never-written'));
  expect((await ask(annasGrant)).data).toMatchInlineSnapshot(`
    {
      "_entities": [
        null,
      ],
      "byRole": {
        "totalCount": 0,
      },
      "everything": {
        "edges": [],
        "totalCount": 0,
      },
      "roleGrant": null,
      "roleGrants": {
        "edges": [],
        "totalCount": 0,
      },
    }
  `);
});

test('what a role is for is linked to the record itself', async () => {
  await using subgraph = await grantsOfTwo();
  const reads = readsOf(subgraph.storage);
  const result = await subgraph.run(
    `{ roleGrants(asOf: "2021-07-01") { edges { node { scope { type id record {
      __typename
      ... on RegionalNetwork { id } ... on CountryNetwork { id } ... on WorkingGroup { id }
      ... on Organization { id acronym } ... on Language { id }
    } } } } } }`,
    { as: secretariat },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "roleGrants": {
          "edges": [
            {
              "node": {
                "scope": {
                  "id": "asia-pacific",
                  "record": {
                    "__typename": "RegionalNetwork",
                    "id": "asia-pacific",
                  },
                  "type": "RegionalNetwork",
                },
              },
            },
            {
              "node": {
                "scope": {
                  "id": "ar",
                  "record": {
                    "__typename": "Language",
                    "id": "ar",
                  },
                  "type": "Language",
                },
              },
            },
            {
              "node": {
                "scope": {
                  "id": "iom",
                  "record": {
                    "__typename": "Organization",
                    "acronym": "IOM",
                    "id": "iom",
                  },
                  "type": "Organization",
                },
              },
            },
          ],
        },
      },
    }
  `);
  expect(reads).toEqual(['roleGrants.page', 'organizations.getMany']);
});

test('50 representations of grants are one storage call', async () => {
  await using subgraph = await grantsOfTwo();
  const reads = readsOf(subgraph.storage);
  const ids = [annasGrant, ...Array.from({ length: 49 }, (_, index) => `nothing-${index}`)];
  const result = await subgraph.run(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on RoleGrant { id } } }',
    { variables: { r: ids.map((id) => ({ __typename: 'RoleGrant', id })) }, as: secretariat },
  );
  expect((result.data?._entities as unknown[]).filter(Boolean)).toEqual([{ id: annasGrant }]);
  expect(reads).toEqual(['roleGrants.getMany']);
});

test('however roles are granted and revoked, a role is held once a day at most and never rewritten', async () => {
  const days = ['2021-03-01', '2021-03-02', '2021-03-03', '2021-03-04', '2021-03-05'];
  const day = fc.option(fc.constantFrom(...days), { nil: null });
  const command = fc.oneof(
    fc.record({ kind: fc.constant('grant' as const), validFrom: day, validTo: day }),
    fc.record({ kind: fc.constant('revoke' as const), which: fc.nat(3), from: day }),
    fc.record({ kind: fc.constant('wait' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 14 }), async (commands) => {
      await using subgraph = await smallNetwork();
      const holdingOn = async (asOf: string) => {
        const result = await subgraph.run(
          'query ($asOf: Date) { roleGrants(asOf: $asOf) { edges { node { id } } } }',
          { variables: { asOf }, as: secretariat },
        );
        const { edges } = result.data?.roleGrants as { edges: { node: { id: string } }[] };
        return edges.map(({ node }) => node.id);
      };
      const past = new Map<string, string[]>();
      for (const one of commands) {
        if (one.kind === 'grant') {
          const { validFrom, validTo } = one;
          await grantRole(subgraph, { ...forAnna, validFrom, validTo });
        } else if (one.kind === 'revoke') {
          const roleGrantId = annasGrant.replace(/1$/, String(one.which + 1));
          const [grant] = await subgraph.storage.collection(roleGrants, {}).getMany([roleGrantId]);
          const input = { roleGrantId, version: grant?.version ?? 1, reason: 'Review.' };
          await revokeRole(subgraph, { ...input, from: one.from });
        } else {
          const now = subgraph.clock.now;
          const over = now.toISOString().slice(0, 10);
          past.set(over, await holdingOn(over));
          subgraph.clock.now = new Date(now.getTime() + 24 * 3_600_000);
        }
        for (const asOf of days) expect((await holdingOn(asOf)).length).toBeLessThanOrEqual(1);
        // A role that held on a day that is over goes on having held: only a grant made later for that day may be added.
        for (const [over, ids] of past) {
          expect(await holdingOn(over)).toEqual(expect.arrayContaining(ids));
        }
      }
    }),
    { numRuns: 25 },
  );
});
