import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const kinds: Record<string, string> = { o1: 'Office', o2: 'Office', m1: 'Meeting' };
const node = (_parent: unknown, { id }: { id: string }) =>
  kinds[id] ? { __typename: kinds[id], id } : null;

/** Both answer `node` for every id; what else there is of a type, only one of them has. */
const offices = {
  sdl: `
    type Query { node(id: ID!): Node @shareable  office(id: ID!): Office }
    interface Node { id: ID! }
    type Office implements Node @key(fields: "id") { id: ID!  city: String }
    type Meeting implements Node @key(fields: "id") { id: ID! @external  host: Office }
  `,
  resolvers: {
    Query: { node, office: (_parent: unknown, { id }: { id: string }) => ({ id }) },
    Office: { city: ({ id }: { id: string }) => `city of ${id}` },
    Meeting: { host: () => ({ id: 'o2' }) },
  },
};
const meetings = {
  sdl: `
    type Query { node(id: ID!): Node @shareable }
    interface Node { id: ID! }
    type Office implements Node @key(fields: "id") { id: ID! @external  meetings: [Meeting!] }
    type Meeting implements Node @key(fields: "id") { id: ID!  topic: String }
  `,
  resolvers: {
    Query: { node },
    Office: { meetings: () => [{ id: 'm1' }] },
    Meeting: { topic: ({ id }: { id: string }) => `topic of ${id}` },
  },
};

test('nodes of several types are asked for by id in one operation, each of who has it', async () => {
  await using graph = startTester({ offices, meetings });
  const query = `{
    office: node(id: "o1") { __typename ... on Office { id city meetings { topic host { city } } } }
    meeting: node(id: "m1") { ... on Meeting { id topic } }
    none: node(id: "x") { __typename }
  }`;
  expect(await graph.run(query)).toEqual({
    data: {
      office: {
        __typename: 'Office',
        id: 'o1',
        city: 'city of o1',
        meetings: [{ topic: 'topic of m1', host: { city: 'city of o2' } }],
      },
      meeting: { id: 'm1', topic: 'topic of m1' },
      none: null,
    },
  });
  expect(
    await graph.plan('{ node(id: "o1") { ... on Office { city meetings { topic } } } }'),
  ).toMatchInlineSnapshot(`
    "fetch 0 from meetings
        {
          node(id: "o1") {
            __typename
            ... on Office {
              meetings {
                topic
              }
            }
          }
        }
    fetch 1 from offices
        {
          node(id: "o1") {
            __typename
            ... on Office {
              city
            }
          }
        }"
  `);
});

test('a node that is not of the type asked about has nothing of it, and nothing is asked for it', async () => {
  await using graph = startTester({ offices, meetings });
  const query = `{
    office: node(id: "o1") { ... on Meeting { id topic } }
    meeting: node(id: "m1") { __typename ... on Office { city } }
  }`;
  expect(await graph.run(query)).toEqual({
    data: { office: {}, meeting: { __typename: 'Meeting' } },
  });
  expect(graph.calls.filter((call) => call.query.includes('_entities'))).toEqual([]);
});

test('what an interface promises and no one subgraph keeps for every type is refused, not answered in part', async () => {
  await using graph = startTester({ offices, meetings });
  for (const query of [
    '{ node(id: "o1") { id } }',
    '{ office(id: "o1") { id } node(id: "m1") { id } }',
  ]) {
    const { data, errors } = await graph.run(query);
    expect(data).toBeUndefined();
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['QUERY_PLANNING_FAILED']);
  }
  expect(graph.calls).toEqual([]);
  expect(await graph.run('{ office(id: "o1") { id meetings { id } } }')).toEqual({
    data: { office: { id: 'o1', meetings: [{ id: 'm1' }] } },
  });
});
