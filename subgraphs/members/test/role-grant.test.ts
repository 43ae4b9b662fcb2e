import { createContext, hasRole, type Identity, rolesOf } from '@network/schema';
import { reader, readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { roleGrants } from '../src/documents.ts';
import { publisher, secretariat, smallNetwork, system } from './fixtures.ts';
import { annasGrant, grantsOfTwo, identityOperation } from './grants.ts';

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
              "type": "ORGANIZATION",
            },
            "validFrom": "2021-06-01",
            "validTo": "2021-12-31",
          },
          {
            "role": "VALIDATOR",
            "scope": {
              "id": "asia-pacific",
              "type": "REGIONAL_NETWORK",
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
      ask: async () => [],
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
                  "type": "REGIONAL_NETWORK",
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
                  "type": "LANGUAGE",
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
                  "type": "ORGANIZATION",
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
