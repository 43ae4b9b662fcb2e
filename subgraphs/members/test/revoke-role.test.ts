import { reader } from '@network/schema/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roleGrants } from '../src/documents.ts';
import { publisher, secretariat, smallNetwork } from './fixtures.ts';
import { annasGrant, forAnna, grantRole, revokeRole } from './grants.ts';

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
