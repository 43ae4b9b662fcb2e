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
