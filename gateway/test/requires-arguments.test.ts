import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

test('fields that require the same field with other arguments each get their own', async () => {
  await using graph = startTester({
    wares: {
      sdl: `
        type Query { wares: [Ware] }
        type Ware @key(fields: "id") { id: ID!  price(in: String!): Int  group: Group }
        type Group { mean(in: String!): Int }
      `,
      resolvers: {
        Query: {
          wares: () => [
            { id: '1', group: {} },
            { id: '2', group: null },
          ],
        },
        Ware: {
          price: ({ id }: { id: string }, { in: unit }: { in: string }) =>
            Number(id) * (unit === 'EUR' ? 10 : 7),
        },
        Group: { mean: (_group: unknown, { in: unit }: { in: string }) => unit.length },
      },
    },
    freight: {
      sdl: `
        type Ware @key(fields: "id") {
          id: ID!  price(in: String!): Int @external  group: Group @external
          euros: Int @requires(fields: "price(in: \\"EUR\\")")
          francs: Int @requires(fields: "price(in: \\"CHF\\")")
          usual: Int @requires(fields: "group { mean(in: \\"EURO\\") }")
        }
        type Group @external { mean(in: String!): Int }
      `,
      resolvers: {
        Ware: {
          euros: ({ price }: { price: number }) => price,
          francs: ({ price }: { price: number }) => price,
          usual: ({ group }: { group: { mean: number } | null }) => group?.mean ?? null,
        },
      },
    },
  });
  const query = '{ wares { euros francs usual price(in: "NOK") } }';
  expect(await graph.run(query)).toEqual({
    data: {
      wares: [
        { euros: 10, francs: 7, usual: 4, price: 7 },
        { euros: 20, francs: 14, usual: null, price: 14 },
      ],
    },
  });
  expect(await graph.plan('{ wares { euros francs } }')).toMatchInlineSnapshot(`
    "fetch 0 from wares
        {
          wares {
            __typename
            id
            price(in: "EUR")
            _internal_qp_alias_0: price(in: "CHF")
          }
        }
    fetch 1 from freight after 0
      _e0 of { Ware { __typename, price from _internal_qp_alias_0, id } } at wares[]
      _e1 of { Ware { __typename, price, id } } at wares[]
        query ($__batch_reps_0: [_Any!]!, $__batch_reps_1: [_Any!]!) {
          _e0: _entities(representations: $__batch_reps_0) {
            ... on Ware {
              francs
            }
          }
          _e1: _entities(representations: $__batch_reps_1) {
            ... on Ware {
              euros
            }
          }
        }"
  `);
});
