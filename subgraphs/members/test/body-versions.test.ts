import type { Identity } from '@network/schema';
import type { TestSubgraph } from '@network/schema/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodies } from '../src/documents.ts';
import { add, end, interpol, iomLeaves } from './body-writes.ts';
import { publisher, secretariat, smallNetwork } from './fixtures.ts';

const writes: [name: string, mutation: string, input: { bodyId: string; version: number }][] = [
  ['addBodyMember', add, interpol],
  ['endBodyMembership', end, iomLeaves],
];

for (const [name, mutation, input] of writes) {
  const payload = async (subgraph: TestSubgraph, given: object, as?: Identity) =>
    (await subgraph.run(mutation, { variables: { input: given }, ...(as && { as }) })).data?.[name];

  test(`${name}: nobody but the secretariat may, and nothing is stored`, async () => {
    await using subgraph = await smallNetwork();
    for (const as of [undefined, publisher]) {
      expect(await payload(subgraph, input, as)).toMatchObject({
        record: null,
        problems: [{ __typename: 'NotAllowed', needed: ['SECRETARIAT'] }],
      });
    }
    const [stored] = await subgraph.storage.collection(bodies, {}).getMany([input.bodyId]);
    expect(stored?.version).toBe(1);
  });

  test(`${name}: a body that does not exist is an unknown record`, async () => {
    await using subgraph = await smallNetwork();
    expect(await payload(subgraph, { ...input, bodyId: 'nobody' }, secretariat)).toMatchObject({
      record: null,
      problems: [{ __typename: 'UnknownRecord', type: 'Body', id: 'nobody', path: ['bodyId'] }],
    });
  });

  test(`${name}: a stale version is refused with what changed since`, async () => {
    await using subgraph = await smallNetwork();
    const first = {
      ...interpol,
      organizationId: 'unhcr',
      validFrom: '2020-01-01',
      validTo: '2020-02-01',
    };
    await subgraph.run(add, { variables: { input: first }, as: secretariat });
    expect(await payload(subgraph, input, secretariat)).toMatchObject({
      record: null,
      problems: [
        {
          __typename: 'StaleWrite',
          path: ['version'],
          currentVersion: 2,
          changes: [{ sequence: 2, type: 'memberAdded', by: 'sara' }],
        },
      ],
    });
  });
}

test('of two writes made against one version, one is stored and the other is told what happened', async () => {
  await using subgraph = await smallNetwork();
  const results = await Promise.all([
    subgraph.run(add, { variables: { input: interpol }, as: secretariat }),
    subgraph.run(end, { variables: { input: iomLeaves }, as: secretariat }),
  ]);
  const outcomes = results.map(({ data }) => {
    const [payload] = Object.values(data ?? {}) as { problems: { __typename: string }[] }[];
    return payload?.problems.map(({ __typename }) => __typename);
  });
  expect(outcomes.sort()).toEqual([[], ['StaleWrite']]);
});

test('however members come and go, none is a member twice on one day and none is forgotten', async () => {
  const day = fc.constantFrom('2021-01-01', '2021-02-01', '2021-03-01', '2021-04-01', null);
  const command = fc.record({
    isAdding: fc.boolean(),
    organizationId: fc.constantFrom('iom', 'who'),
    validFrom: day,
    validTo: day,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
      await using subgraph = await smallNetwork();
      const read = async () => {
        const [body] = await subgraph.storage.collection(bodies, {}).getMany(['network']);
        if (!body) throw new Error('the body is gone');
        return body;
      };
      for (const { isAdding, organizationId, validFrom, validTo } of commands) {
        const before = await read();
        const input = {
          bodyId: 'network',
          version: before.version,
          organizationId,
          reason: 'Review.',
        };
        await (isAdding
          ? subgraph.run(add, {
              variables: { input: { ...input, validFrom, validTo } },
              as: secretariat,
            })
          : subgraph.run(end, {
              variables: { input: { ...input, validTo: validTo ?? '2021-05-01' } },
              as: secretariat,
            }));
        const after = await read();
        expect(after.members.length).toBeGreaterThanOrEqual(before.members.length);
        before.members.forEach(({ organization, validFrom: from }, position) => {
          expect(after.members[position]).toMatchObject({ organization, validFrom: from });
        });
        for (const asOf of ['2020-12-31', '2021-01-01', '2021-02-15', '2021-03-01', '2021-06-01']) {
          const result = await subgraph.run(
            'query ($asOf: Date) { body(id: "network") { members(asOf: $asOf) { edges { node { organization { id } } } } } }',
            { variables: { asOf } },
          );
          const { members } = result.data?.body as {
            members: { edges: { node: { organization: { id: string } } }[] };
          };
          const ids = members.edges.map(({ node }) => node.organization.id);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }
    }),
    { numRuns: 25 },
  );
});
