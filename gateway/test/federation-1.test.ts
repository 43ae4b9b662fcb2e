import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const users = {
  isFederation1: true,
  sdl: `
    type Query { me: User }
    type User @key(fields: "id") { id: ID!  name: String  rank: Int }
  `,
  resolvers: { Query: { me: () => ({ id: '1', name: 'Ada', rank: 3 }) } },
};
const reviews = {
  isFederation1: true,
  sdl: `
    extend type User @key(fields: "id") {
      id: ID! @external
      rank: Int @external
      reviews: [Review]
      title: String @requires(fields: "rank")
    }
    type Review @key(fields: "id") { id: ID!  text: String }
    extend type Query { latest: Review }
  `,
  resolvers: {
    User: {
      reviews: () => [{ id: 'r', text: 'good' }],
      title: ({ rank }: { rank: number }) => `rank ${rank}`,
    },
    Query: { latest: () => ({ id: 'r', text: 'good' }) },
  },
};

test('types extended as in Federation 1 are joined', async () => {
  await using graph = startTester({ users, reviews });
  expect(await graph.run('{ me { name title reviews { text } } latest { id } }')).toEqual({
    data: {
      me: { name: 'Ada', title: 'rank 3', reviews: [{ text: 'good' }] },
      latest: { id: 'r' },
    },
  });
});

test('@extends does the same as extend, and Federation 2 may stand beside it', async () => {
  await using graph = startTester({
    users,
    ages: {
      isFederation1: true,
      sdl: 'type User @key(fields: "id") @extends { id: ID! @external  age: Int }',
      resolvers: { User: { age: () => 30 } },
    },
    cities: {
      sdl: 'type User @key(fields: "id") { id: ID!  city: String }',
      resolvers: { User: { city: () => 'Oslo' } },
    },
  });
  expect(await graph.run('{ me { age city } }')).toEqual({
    data: { me: { age: 30, city: 'Oslo' } },
  });
});

const guests = (resolvers = {}) => ({
  isFederation1: true,
  resolvers: {
    Query: {
      guest: () => ({ id: '1', rank: 3 }),
      namedGuest: () => ({ id: '1', name: 'provided', rank: 3 }),
    },
    ...resolvers,
  },
});

test.each([
  ['extend', 'extend type User @key(fields: "id")'],
  ['@extends', 'type User @key(fields: "id") @extends'],
])(
  'a type extended by %s is provided with external fields only where that is said',
  async (_how, type) => {
    await using graph = startTester({
      guests: {
        ...guests(),
        sdl: `
        type Query { guest: User  namedGuest: User @provides(fields: "name") }
        ${type} { id: ID! @external  name: String @external  visits: Int }
      `,
      },
      users: { ...users, resolvers: { ...users.resolvers, User: { name: () => 'Ada' } } },
    });
    expect(await graph.run('{ guest { id name } }')).toEqual({
      data: { guest: { id: '1', name: 'Ada' } },
    });
    graph.calls.length = 0;
    expect(await graph.run('{ namedGuest { id name visits } }')).toEqual({
      data: { namedGuest: { id: '1', name: 'provided', visits: null } },
    });
    expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['guests']);
  },
);

test('an extension is asked for by the key that the other subgraph can give', async () => {
  await using graph = startTester({
    users,
    badges: {
      isFederation1: true,
      sdl: `
        extend type User @key(fields: "id name") @key(fields: "badge") {
          id: ID! @external  name: String @external  badge: ID @external  colour: String
        }
      `,
      resolvers: {
        User: { badge: () => 'b7', colour: ({ name }: { name: string }) => `of ${name}` },
      },
    },
  });
  expect(await graph.run('{ me { id rank colour badge } }')).toEqual({
    data: { me: { id: '1', rank: 3, colour: 'of Ada', badge: 'b7' } },
  });
  expect(graph.calls[1]?.variables).toEqual({
    representations: [{ __typename: 'User', id: '1', name: 'Ada' }],
  });
});

test('in Federation 2 too a key may be external in a type that is only extended', async () => {
  await using graph = startTester({
    shop: {
      sdl: `
        type Query { cheapest: Ware }
        extend type Ware @key(fields: "id") { id: ID! @external  price: Int }
      `,
      resolvers: {
        Query: { cheapest: () => ({ id: '1', price: 5 }) },
        Ware: { price: () => 5 },
      },
    },
    wares: {
      sdl: 'type Query { wares: [Ware!]! }  type Ware @key(fields: "id") { id: ID!  name: String }',
      resolvers: {
        Query: { wares: () => [{ id: '1', name: 'Lamp' }] },
        Ware: { name: () => 'Lamp' },
      },
    },
  });
  const lamp = { id: '1', name: 'Lamp', price: 5 };
  expect(await graph.run('{ cheapest { id name price } wares { price id name } }')).toEqual({
    data: { cheapest: lamp, wares: [lamp] },
  });
  graph.calls.length = 0;
  await graph.run('{ cheapest { id price } }');
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['shop']);
});
