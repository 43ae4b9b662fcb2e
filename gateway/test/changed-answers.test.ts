import { describe, expect, test } from 'vitest';
import { inProcess } from '../src/gateway.ts';
import { type Answer, agreed, gatewaysFor } from './agreement.ts';
import { chain } from './differential/chain.ts';
import { seeded } from './random.ts';
import { subgraphSchema } from './tester.ts';

describe('answers that were changed on their way', () => {
  const list = gatewaysFor(chain);
  const subgraphs = Object.fromEntries(
    Object.entries(chain).map(([name, source]) => [
      name,
      inProcess(subgraphSchema(source), () => ({})),
    ]),
  );
  const known = new Map<string, string>();
  const whole = async (subgraph: string, body: string): Promise<string> => {
    const key = `${subgraph} ${body}`;
    let text = known.get(key);
    if (text === undefined) {
      const { query, variables } = JSON.parse(body);
      const request = { subgraph, query, variables, isMutation: false, body: Buffer.alloc(0) };
      const answer = await subgraphs[subgraph]?.send({ ...request, identity: null, languages: '' });
      text = JSON.stringify(answer?.values);
      known.set(key, text);
    }
    return text;
  };
  /** The requests that the plain path sends for a query, with their whole answers. */
  const requestsFor = async (query: string): Promise<[string, string][]> => {
    list.state.answer = whole;
    const { calls } = await agreed(list, { query });
    return Promise.all(
      (calls[0] ?? []).map(async (call): Promise<[string, string]> => {
        const at = call.indexOf(' ');
        return [call, await whole(call.slice(0, at), call.slice(at + 1))];
      }),
    );
  };
  const withAnswer = (call: string, answer: string | Buffer): Answer => {
    return (subgraph, body) => (`${subgraph} ${body}` === call ? answer : whole(subgraph, body));
  };

  test('cut off anywhere, or with one byte changed or missing', async () => {
    const query = '{ ps { d c m { note } } }';
    const strange = [0, 0x20, 0x22, 0x2c, 0x30, 0x5c, 0x5d, 0x7d, 0xff];
    for (const [call, text] of await requestsFor(query)) {
      for (let at = 0; at < text.length; at++) {
        const bytes = Buffer.from(text);
        bytes[at] = strange[at % strange.length] as number;
        const without = text.slice(0, at) + text.slice(at + 1);
        for (const answer of [text.slice(0, at), at % 2 === 0 ? bytes : without]) {
          list.state.answer = withAnswer(call, answer);
          await agreed(list, { query });
        }
      }
    }
  });

  test('by an entity that is not there, where an earlier answer tells the same key', async () => {
    // What `near` gives is told by `ean`; its `id` comes from `c` and again from `b`, which does not know one of them.
    const query = '{ one { p { near { m { code } } } } }';
    const requests = await requestsFor(query);
    for (const [call, text] of requests) {
      const { data } = JSON.parse(text);
      for (const alias of Object.keys(data)) {
        if (!Array.isArray(data[alias])) continue;
        for (let n = 0; n < data[alias].length; n++) {
          const entities = data[alias].toSpliced(n, 1, null);
          const answer = JSON.stringify({ data: { ...data, [alias]: entities } });
          list.state.answer = withAnswer(call, answer);
          const { calls } = await agreed(list, { query });
          expect(calls[1]?.toSorted()).toEqual(calls[0]?.toSorted());
        }
      }
    }
    expect(requests.length).toBeGreaterThan(4);
  });

  const seed = Number(process.env.HOSTILE_SEED ?? 7);
  test(`by nulls, other types, other orders and other spellings (seed ${seed})`, async () => {
    const queries = [
      '{ ps { d c m { note } } one { ps { sku late } } }',
      '{ ps { late near { id weight } m2 { title boss { size } } } one { p { dims { w } } } }',
      '{ nest { ean m2 { title boss { size } } } one { p { near { m { code } } } ps { sku } } }',
    ];
    const random = seeded(seed);
    let spliced = 0;
    for (let round = 0; round < 250; round++) {
      const own = random(2 ** 31);
      const query = queries[round % queries.length] as string;
      list.state.answer = async (subgraph, body) =>
        changed(JSON.parse(await whole(subgraph, body)), {
          subgraph,
          body,
          seed: own,
        });
      spliced += (await agreed(list, { query })).spliced;
    }
    expect(spliced).toBeGreaterThan(50);
  });
});

/**
 * An answer with some of its values replaced. Every entity is changed by what it was asked with, so that it is the same
 * in whatever order representations come.
 */
function changed(
  { data }: { data: Record<string, unknown> },
  { subgraph, body, seed }: { subgraph: string; body: string; seed: number },
): string {
  const { query, variables } = JSON.parse(body) as {
    query: string;
    variables?: Record<string, unknown[]>;
  };
  const by = (text: string) => seeded(seed ^ hash(`${subgraph} ${text}`));
  if (!query.includes('_entities')) return `{"data":${printed(data, by(body))}}`;
  const lists = Object.values(variables ?? {});
  const members = Object.entries(data).map(([alias, entities], n) => {
    const items = (entities as unknown[]).map((entity, at) =>
      printed(entity, by(JSON.stringify(lists[n]?.[at]))),
    );
    return `${JSON.stringify(alias)}:[${items.join(',')}]`;
  });
  return `{"data":{${members.join(',')}}}`;
}

/** No other text: where two subgraphs give the same field and contradict each other, either may be right. */
const replacements = ['null', '[]', '{}', '5', 'true', '1e400', '1.0', '[[]]', '[null]', '01'];

/** A value as JSON; one place of some hundred is not as it was. */
function printed(value: unknown, random: (below: number) => number): string {
  const rarely = () => random(250) === 0;
  if (rarely()) return replacements[random(replacements.length)] as string;
  if (Array.isArray(value)) return `[${value.map((item) => printed(item, random)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}:${printed(member, random)}`,
  );
  if (rarely()) members.pop();
  if (rarely()) members.reverse();
  if (rarely()) members.push('"more":{"__proto__":[1]}');
  return `{${members.join(rarely() ? ', ' : ',')}}`;
}

function hash(text: string): number {
  let value = 0;
  for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x5bd1e995);
  return value ^ (value >>> 13);
}
