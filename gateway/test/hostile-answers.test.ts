import { describe, expect, test } from 'vitest';
import { agreed, gatewaysFor } from './agreement.ts';

const values = gatewaysFor({
  one: {
    sdl: `
      scalar Json
      type Query {
        json: Json  certainJson: Json!  jsons: [Json!]!  int: Int  float: Float  certain: Float!  text: String  id: ID
        yes: Boolean  word: Word  lists: [[Int!]]  thing: Thing  things: [Thing!]!  node: Node  nodes: [Node]
      }
      enum Word { A B SECRET @inaccessible }
      interface Node { id: ID! }
      type Thing implements Node @key(fields: "id") { id: ID!  name: String }
      type Other implements Node @key(fields: "id") { id: ID! }
      type Hidden implements Node @key(fields: "id") @inaccessible { id: ID! }
    `,
  },
  two: {
    sdl: `
      type Thing @key(fields: "id") { id: ID!  age: Int  certainAge: Int! }
      type Other @key(fields: "id") { id: ID!  certainAge: Int }
    `,
  },
});

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** JSON and what is not, for a place of any kind: texts without spaces first. */
const hostileValues: readonly (string | Buffer)[] = [
  ...'null true "1" [] {} [null] [[null]] [[1],null,[]] [["1"]] [[1],2] 1 -0 1.0 1e2 0.5 1E+2 01 - 1. .5 1e'.split(
    ' ',
  ),
  ...'1e400 -1e400 1e-999 12345678901 2147483648 -2147483648 9007199254740993 NaN Infinity +1 0x1'.split(
    ' ',
  ),
  ...'" "" "A" "AB" "SECRET" "\\u0041" "\\ud800" "\\udc00\\ud800" "\\u0000" "\\x" "\\u12" "\\" "\\/"'.split(
    ' ',
  ),
  ...'{"__proto__":{"a":1}} {"a":1,"a":2} {"a":01} {"a"} [1,] [,1]'.split(' '),
  ...['1 ', ' 1', '"\u2028\x7f"', '"\x1f"', '"\n"', '"\ufeff"', '{"a" : 1}', deep(400), deep(900)],
  ...['9'.repeat(310), `${'9'.repeat(250)}e99`, `0.${'0'.repeat(400)}1`],
  ...['ff', 'c3', 'e282', 'eda080', 'c080', 'f4908080'].map((hex) =>
    Buffer.from(`22${hex}22`, 'hex'),
  ),
];

describe('an answer is merged and spliced alike', () => {
  const fields = 'json certainJson jsons int float certain text id yes word lists'.split(' ');
  test.each(fields)('with a value in %s that should not be there', async (field) => {
    let spliced = 0;
    for (const value of hostileValues) {
      const parts = [`{"data":{"${field}":`, value, '}}'].map((part) =>
        Buffer.from(part as string),
      );
      values.state.answer = () => Buffer.concat(parts);
      spliced += (await agreed(values, { query: `{ ${field} }` })).spliced;
    }
    expect(spliced).toBeGreaterThan(0);
  });

  test('with bytes before it, after it or in place of it', async () => {
    const answer = '{"data":{"int":1}}';
    const bodies = [
      ...['', ' ', '\n', '\0', '\ufeff', '[', 'x'].map((before) => before + answer),
      ...['\n', '\r\n \t', '\0', '\x01', '\v', '\ufeff', '\u2028', '}', '{}', ',"errors":[]}'].map(
        (after) => answer + after,
      ),
      ...[
        '',
        '{}',
        '[]',
        'null',
        '""',
        '{"data":null}',
        '{"data":[]}',
        '{"data":{}}',
        '{"data":1}',
      ],
      '{"data":{"int":1},"errors":[]}',
      '{"data":{"int":1},"errors":null}',
      '{"data":{"int":1},"errors":[{"message":"m"}]}',
      '{"errors":[{"message":"m"}],"data":{"int":1}}',
      '{"data":{"int":1},"extensions":{"x":[1,{}]}}',
      '{"data":{"int":1},"extensions":{"x":1},"errors":[{"message":"m"}]}',
      '{"data":{"int":1},"extensions":{},"extensions":{}}',
      `{"data":{"int":1},"extensions":${deep(100_000)}}`,
      '{"data":{"int":1},"data":{"int":2}}',
      '{"data":{"int":1,"int":2}}',
      '{"data":{"int":1,"text":"more"}}',
      '{"data":{"text":"more","int":1}}',
      '{"data":{"__proto__":{"int":7}}}',
      '{"data":{"int":1,"__proto__":{"int":7}}}',
      '{"d\\u0061ta":{"int":1}}',
      '{"data":{"i\\u006et":1}}',
      '{"data" :{"int":1}}',
    ];
    for (const body of bodies) {
      values.state.answer = () => body;
      await agreed(values, { query: '{ int }' });
    }
  });

  test('with an object that says it is of another type', async () => {
    const names = ['Thing', 'Other', 'Hidden', 'Node', 'Query', 'Word', 'Unknown', '', '__proto__'];
    const more = ['constructor', 'Thing\\u0041', '\\u0054hing', 'Thing\\n', 'Thin'];
    const queries = [
      '{ node { __typename id ... on Thing { age } } }',
      '{ nodes { id ... on Other { certainAge } } }',
      '{ thing { age } }',
      '{ things { id certainAge __typename } }',
    ];
    for (const typename of [...[...names, ...more].map((name) => `"${name}"`), 'null', '1', '{}']) {
      const object = `{"__typename":${typename},"id":"1"}`;
      for (const query of queries) {
        values.state.answer = (subgraph, body) => {
          if (subgraph === 'one') return answerOne(query, object);
          return entities(body, query.includes('certain') ? '{"certainAge":4}' : '{"age":3}');
        };
        await agreed(values, { query });
      }
    }
  });

  test('with entities that are not as they were asked for', async () => {
    const ids = [
      ['"1"', '1', 'true'],
      ['""', '""', '" "'],
      ['null', '"a"'],
      ['"a"', '"a"', '"b"', '"a"'],
      ['"\\""', '"\\\\"', '"\\u0041"', '"\ud83d\ude00"'],
      ['"__proto__"', '"constructor"'],
    ];
    const ways: ((entities: string[]) => string[])[] = [
      (entities) => entities,
      (entities) => entities.slice(1),
      (entities) => [...entities, 'null'],
      (entities) => [...entities, ...entities],
      () => [],
      ...[
        'null',
        '5',
        '"x"',
        '[]',
        '{}',
        '{"age":1,"age":2}',
        '{"age":"1"}',
        '{"more":1,"age":1}',
      ].map((entity) => (entities: string[]) => [entity, ...entities.slice(1)]),
      (entities) => [...entities.slice(1), 'null'],
      (entities) => [...entities.slice(1), '{"age":null}'],
    ];
    let spliced = 0;
    for (const list of ids) {
      const things = `[${list.map((id) => `{"__typename":"Thing","id":${id}}`).join(',')}]`;
      for (const way of ways) {
        for (const query of ['{ things { age } }', '{ things { name: id age } }']) {
          values.state.answer = (subgraph, body) => {
            if (subgraph === 'one') return `{"data":{"things":${things}}}`;
            const { representations } = JSON.parse(body).variables;
            const entities = (representations as { id: unknown }[]).map(
              ({ id }) => `{"age":${String(id).length}}`,
            );
            return `{"data":{"_entities":[${way(entities).join(',')}]}}`;
          };
          spliced += (await agreed(values, { query })).spliced;
        }
      }
    }
    expect(spliced).toBeGreaterThan(30);
  });

  test('with one key in several spellings', async () => {
    const lists = [
      ['"A"', '"\\u0041"'],
      ['1', '1.0', '1e0'],
      ['"\\""', '"\\u0022"'],
    ];
    for (const list of lists) {
      const things = `[${list.map((id) => `{"__typename":"Thing","id":${id}}`).join(',')}]`;
      for (const entity of ['{"age":1}', '{"age":null}', 'null', '{}']) {
        values.state.answer = (subgraph, body) =>
          subgraph === 'one' ? `{"data":{"things":${things}}}` : entities(body, entity);
        await agreed(values, { query: '{ things { age } }' });
      }
    }
  });

  function answerOne(query: string, object: string): string {
    const name = query.match(/\w+/)?.[0] ?? '';
    return `{"data":{"${name}":${name.endsWith('s') ? `[${object},${object}]` : object}}}`;
  }

  /** The same answer for every representation. */
  function entities(body: string, entity: string): string {
    const { representations } = JSON.parse(body).variables;
    return `{"data":{"_entities":[${representations.map(() => entity).join(',')}]}}`;
  }
});

/** Aliases that code made from text could take for its own names. */
test('names of a client’s own mean nothing to generated code', async () => {
  const names =
    'b s p o v e q a n frame record c0 r0 r1 return await arguments eval constructor toString';
  const aliases = names.split(' ');
  const query = `{ thing { ${aliases.map((alias) => `${alias}: name`).join(' ')} age } }`;
  values.state.answer = (subgraph) => {
    if (subgraph === 'two') return '{"data":{"_entities":[{"age":1}]}}';
    const members = aliases.map((alias, n) => `"${alias}":"${n}"`);
    return `{"data":{"thing":{"__typename":"Thing",${members.join(',')},"id":"1"}}}`;
  };
  const { text } = await agreed(values, { query });
  const [data] = JSON.parse(text);
  expect(Object.keys(data.thing)).toEqual([...aliases, 'age']);
});

/** Pairs of keys with one hash, as `splice-entities.ts` makes it of a key's JSON. */
const collisions = [
  ['k769758483', 'k417156252'],
  ['k441268010', 'k350931665'],
  ['k821907528', 'k656367476'],
  ['k620915670', 'k515915901'],
];

test('thousands of entities, at one place and at many, keep apart what has the same hash', async () => {
  const numbers = Array.from({ length: 1_500 }, (_, n) => `k${n}`);
  const ids = [
    ...numbers,
    ...collisions.flat(),
    ...numbers.toReversed(),
    ...Array(1_500).fill('k7'),
  ];
  values.state.answer = (subgraph, body) => {
    const { representations } = JSON.parse(body).variables;
    if (subgraph === 'one') {
      const things = ids.map((id) => `{"__typename":"Thing","id":"${id}"}`);
      return `{"data":{"things":[${things.join(',')}]}}`;
    }
    const asked = (representations as { id: string }[]).map(({ id }) => id);
    expect(asked).toEqual([...new Set(ids)]);
    return `{"data":{"_entities":[${asked.map((id) => `{"age":${id.slice(1)}}`).join(',')}]}}`;
  };
  for (let time = 0; time < 2; time++) {
    const { text, spliced } = await agreed(values, { query: '{ things { age id } }' });
    expect(spliced).toBe(2);
    const [{ things }] = JSON.parse(text);
    expect(things).toEqual(ids.map((id) => ({ age: Number(id.slice(1)), id })));
  }
});
