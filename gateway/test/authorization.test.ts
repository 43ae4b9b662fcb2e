import { expect, test } from 'vitest';
import type { Identity } from '../src/gateway.ts';
import { startTester } from './tester.ts';

const people = {
  sdl: `
    type Query {
      people: [Person!]!
      anyone: Being
      mine: String @authenticated
      vault: Vault
    }
    interface Being { name: String }
    type Person implements Being @key(fields: "id") {
      id: ID!
      name: String
      mail: String @requiresScopes(scopes: [["read:mail", "read:people"], ["all"]])
      rank: Int! @policy(policies: [["staff"]])
    }
    type Vault @authenticated { code: String }
  `,
  resolvers: {
    Query: {
      people: () => [{ id: '1', name: 'Ada', mail: 'a@example.org', rank: 1 }],
      anyone: () => ({ __typename: 'Person', id: '1', name: 'Ada', mail: 'a@example.org' }),
      mine: () => 'yours',
      vault: () => ({ code: '1234' }),
    },
  },
};
const pay = {
  sdl: 'type Person @key(fields: "id") { id: ID!  pay: Int @authenticated }',
  resolvers: { Person: { pay: () => 100 } },
};
const reader = (scopes: string[] = []): Identity => ({ subject: 's', roles: [], scopes });
const code = 'UNAUTHORIZED_FIELD_OR_TYPE';

test('what the reader may not select is null, with an error for each field, and is not fetched', async () => {
  await using graph = startTester({ people, pay });
  expect(await graph.run('{ mine people { name m: mail pay } }')).toEqual({
    data: { mine: null, people: [{ name: 'Ada', m: null, pay: null }] },
    errors: [
      { message: 'You may not select "Query.mine".', path: ['mine'], extensions: { code } },
      { message: 'You may not select "Person.mail".', path: ['people', 'm'], extensions: { code } },
      {
        message: 'You may not select "Person.pay".',
        path: ['people', 'pay'],
        extensions: { code },
      },
    ],
  });
  expect(graph.calls).toHaveLength(1);
  expect(graph.calls[0]?.query).not.toMatch(/mine|mail/);
});

test('a login opens what needs one', async () => {
  await using graph = startTester({ people, pay });
  expect(await graph.run('{ mine vault { code } people { pay } }', { identity: reader() })).toEqual(
    {
      data: { mine: 'yours', vault: { code: '1234' }, people: [{ pay: 100 }] },
    },
  );
});

test('scopes of one list are all needed, and one list is enough', async () => {
  await using graph = startTester({ people, pay });
  const mails = async (...scopes: string[]) =>
    (await graph.run('{ people { mail } }', { identity: reader(scopes) })).data?.people;
  expect(await mails('read:mail')).toEqual([{ mail: null }]);
  expect(await mails('read:mail', 'read:people')).toEqual([{ mail: 'a@example.org' }]);
  expect(await mails('all')).toEqual([{ mail: 'a@example.org' }]);
});

test('a refused field that must not be null nulls what is around it', async () => {
  await using graph = startTester({ people, pay });
  const result = await graph.run('{ people { name rank } }', { identity: reader() });
  expect(result.data).toBeNull();
  expect(result.errors?.map(({ path }) => path)).toEqual([['people', 'rank']]);
});

test('policies are judged by the host', async () => {
  await using graph = startTester(
    { people, pay },
    { satisfies: (policy, identity) => policy === 'staff' && identity?.subject === 's' },
  );
  expect(await graph.run('{ people { rank } }', { identity: reader() })).toEqual({
    data: { people: [{ rank: 1 }] },
  });
  expect((await graph.run('{ people { rank } }')).data).toBeNull();
});

test('a type that needs a login is refused wherever it stands', async () => {
  await using graph = startTester({ people, pay });
  const result = await graph.run('{ vault { code } anyone { name ... on Person { mail } } }');
  expect(result.data).toEqual({ vault: null, anyone: { name: 'Ada', mail: null } });
  expect(result.errors?.map(({ path }) => path)).toEqual([['vault'], ['anyone', 'mail']]);
});
