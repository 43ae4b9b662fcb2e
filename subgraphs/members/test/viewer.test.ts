import type { Identity } from '@network/schema';
import { reader } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { allowedMutations, mutationsByRole } from '../src/allowed-mutations.ts';
import { schema } from '../src/schema.ts';
import { publisher, smallNetwork } from './fixtures.ts';

test('the public is nobody', async () => {
  await using subgraph = await smallNetwork();
  expect(await subgraph.run('{ me { subject } }')).toEqual({ data: { me: null } });
});

test('a reader learns who they are, their roles of today and what they may do', async () => {
  await using subgraph = await smallNetwork();
  const as: Identity = {
    subject: 'anna',
    roles: [
      { role: 'SECRETARIAT', scope: null, validFrom: '2021-03-01', validTo: null },
      {
        role: 'FOCAL_POINT',
        scope: { type: 'Organization', id: 'iom' },
        validFrom: null,
        validTo: '2021-03-01',
      },
      { role: 'TRANSLATOR', scope: { type: 'Language', id: 'ar' }, validTo: '2021-02-28' },
      { role: 'TRANSLATOR', scope: { type: 'Language', id: 'fr' }, validFrom: '2021-03-02' },
      { role: 'SOMETHING_ELSE', scope: null },
    ],
  };
  const query = `{ me {
    subject
    roles { role scope { type id record { ... on Organization { name { text } } } } validFrom validTo }
    mayDo
  } }`;
  const today = await subgraph.run(query, { as });
  expect(today.errors).toBeUndefined();
  const me = today.data?.me as { subject: string; roles: unknown; mayDo: string[] };
  expect({ subject: me.subject, roles: me.roles }).toMatchInlineSnapshot(`
    {
      "roles": [
        {
          "role": "SECRETARIAT",
          "scope": null,
          "validFrom": "2021-03-01",
          "validTo": null,
        },
        {
          "role": "FOCAL_POINT",
          "scope": {
            "id": "iom",
            "record": {
              "name": {
                "text": "Organization IOM",
              },
            },
            "type": "ORGANIZATION",
          },
          "validFrom": null,
          "validTo": "2021-03-01",
        },
      ],
      "subject": "anna",
    }
  `);
  expect(me.mayDo).toContain('grantRole');
  subgraph.clock.now = new Date('2021-03-02T00:00:00.000Z');
  const tomorrow = await subgraph.run('{ me { roles { role scope { id } } } }', { as });
  expect(tomorrow.data).toEqual({
    me: {
      roles: [
        { role: 'SECRETARIAT', scope: null },
        { role: 'TRANSLATOR', scope: { id: 'fr' } },
      ],
    },
  });
});

test('somebody without a role may do nothing', async () => {
  await using subgraph = await smallNetwork();
  expect(await subgraph.run('{ me { roles { role } mayDo } }', { as: reader('guest') })).toEqual({
    data: { me: { roles: [], mayDo: [] } },
  });
});

test('a viewer is answered as an entity only to themselves', async () => {
  await using subgraph = await smallNetwork();
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Viewer { subject roles { role } } } }';
  const r = ['sara', 'paul'].map((subject) => ({ __typename: 'Viewer', subject }));
  const entities = async (as?: Identity) =>
    (await subgraph.run(query, { variables: { r }, ...(as && { as }) })).data?._entities;
  expect(await entities(publisher)).toEqual([
    null,
    { subject: 'paul', roles: [{ role: 'PUBLISHER' }] },
  ]);
  expect(await entities()).toEqual([null, null]);
});

test('every mutation of this subgraph is the secretariat’s, and named among what it may do', () => {
  const ours = Object.keys(schema.getMutationType()?.getFields() ?? {});
  expect(ours).toHaveLength(6);
  expect(mutationsByRole.SECRETARIAT).toEqual(expect.arrayContaining(ours));
  for (const role of ['PUBLISHER', 'VALIDATOR', 'FOCAL_POINT', 'TRANSLATOR'] as const) {
    expect(mutationsByRole[role].filter((name) => ours.includes(name))).toEqual([]);
  }
});

test('what several roles open is named once, in order', () => {
  const scope = { type: 'WorkingGroup', id: 'regular-pathways' } as const;
  const publisher = { role: 'PUBLISHER', scope } as const;
  const both = allowedMutations([{ role: 'VALIDATOR', scope: null }, publisher, publisher]);
  expect(both).toEqual(
    [...new Set([...mutationsByRole.VALIDATOR, ...mutationsByRole.PUBLISHER])].sort(),
  );
  expect(both.filter((name) => name === 'publishStatusReport')).toHaveLength(1);
});

test('a charter is opened to publishers of working groups only, positions to focal points only', () => {
  const network = { type: 'RegionalNetwork', id: 'asia-pacific' } as const;
  expect(allowedMutations([{ role: 'PUBLISHER', scope: network }])).not.toContain(
    'setWorkingGroupCharter',
  );
  expect(allowedMutations([{ role: 'PUBLISHER', scope: network }])).not.toContain('givePosition');
  const organization = { type: 'Organization', id: 'iom' } as const;
  expect(allowedMutations([{ role: 'FOCAL_POINT', scope: organization }])).toContain(
    'givePosition',
  );
});
