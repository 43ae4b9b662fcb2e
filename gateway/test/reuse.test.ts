import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { SubgraphFailure } from '../src/errors.ts';
import {
  createGateway,
  type Gateway,
  type GatewayOptions,
  type GatewayRequest,
  type SubgraphAnswer,
  type SubgraphRequest,
} from '../src/gateway.ts';
import { startHttp } from '../src/http.ts';
import { seeded } from './random.ts';
import { compose } from './tester.ts';

// The memory of an answer is used again once it is sent. Every request here asks for data of its own, so that bytes of
// another one would be seen.

const supergraph = compose({
  shelf: {
    sdl: `
      type Query { box(n: Int!): Box }
      type Box { label: String  things: [Thing!]! }
      type Thing @key(fields: "id") { id: ID!  colour: String }
    `,
  },
  notes: { sdl: 'type Thing @key(fields: "id") { id: ID!  note: String  next: Thing }' },
  weights: { sdl: 'type Thing @key(fields: "id") { id: ID!  weight: String }' },
});

const operations = [
  'query($n: Int!) { box(n: $n) { label things { id weight note colour } } }',
  'query($n: Int!) { box(n: $n) { things { weight next { id colour note } } } }',
  'query($n: Int!) { box(n: $n) { label } }',
  'query($n: Int!) { a: box(n: $n) { x: label things { note } } }',
];

/** How a subgraph behaves for a number: always the same, so that the plain path can tell what is right. */
type Fault = 'none' | 'fails' | 'breaks' | 'errors' | 'nulls';

function faultOf(subgraph: string, n: number): Fault {
  const faults: Record<number, Fault> = { 3: 'fails', 5: 'breaks', 8: 'errors', 11: 'nulls' };
  return faults[(n * 7 + subgraph.length) % 29] ?? 'none';
}

const sizes = [0, 3, 40, 700, 9_000, 60_000];

function textOf(n: number): string {
  return `${n}:${'abcdefghij'[n % 10]}`.padEnd(sizes[n % sizes.length] ?? 0, `<${n}>`);
}

const thing = (id: string) => ({ __typename: 'Thing', id, colour: `colour of ${id}` });

/** An answer by what was asked, without looking into the query: keys in the order of its selection. */
function answerTo({ subgraph, query, body }: SubgraphRequest): Buffer {
  const { variables } = JSON.parse(body.toString('utf8'));
  const representations: { id: string }[] | undefined = variables.representations;
  const n = Number(variables.n ?? representations?.[0]?.id.split('-')[0]);
  const fault = faultOf(subgraph, n);
  if (fault === 'fails') throw new SubgraphFailure(`No ${subgraph} for ${n}.`, 'SUBGRAPH_TIMEOUT');
  const select = (value: Record<string, unknown>, names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (name in value ? [[name, value[name]]] : [])));
  let data: unknown;
  if (representations) {
    const entities = representations.map(({ id }, at) => {
      if (fault === 'nulls' && at % 2 === 0) return null;
      const next = { ...thing(`${n}-next`), note: textOf(n + 1) };
      const order = query.match(/\b(note|next|colour|weight)\b/g) ?? [];
      const inner = query.match(/next ?\{([^}]*)\}/)?.[1]?.match(/\w+/g) ?? [];
      const weight = `${id} ${textOf(n + 3)}`;
      const value = { note: `${id} ${textOf(n)}`, colour: `colour of ${id}`, weight };
      return select({ ...value, next: select(next, inner) }, order);
    });
    data = { _entities: entities };
  } else {
    const things = Array.from({ length: (n % 5) + 1 }, (_, at) =>
      select(thing(`${n}-${at % 3}`), query.match(/things ?\{([^}]*)\}/)?.[1]?.match(/\w+/g) ?? []),
    );
    const box: [string, unknown][] = [];
    for (const [, alias, name] of query.matchAll(/(?:\b(\w+): ?)?\b(label|things)\b/g)) {
      box.push([alias ?? name ?? '', name === 'label' ? textOf(n) : things]);
    }
    data = { [/\ba: ?box\b/.test(query) ? 'a' : 'box']: Object.fromEntries(box) };
  }
  const errors = fault === 'errors' ? { errors: [{ message: `of ${n}` }] } : {};
  const text = JSON.stringify({ data, ...errors });
  return Buffer.from(fault === 'breaks' ? text.slice(0, -2) : text);
}

/** Answers after some turns of the event loop, of the queue of promises, or at once. */
function gatewayOf(random: (below: number) => number, options: Partial<GatewayOptions>): Gateway {
  const answer = async (request: SubgraphRequest): Promise<SubgraphAnswer> => {
    const asked = { ...request, body: Buffer.from(request.body) };
    await turns(random(6));
    // Whoever writes to a request's body after it was handed over is found out here.
    expect(request.body.equals(asked.body)).toBe(true);
    return { bytes: answerTo(asked) };
  };
  return createGateway({
    supergraph,
    transport: () => ({
      wants: 'bytes',
      send: (request) => (random(4) === 0 ? { bytes: answerTo(request) } : answer(request)),
    }),
    ...options,
  });
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    if (n % 2 === 0) await new Promise(setImmediate);
    else await null;
  }
}

function requestFor(n: number): GatewayRequest {
  const query = operations[n % operations.length] as string;
  return { query, variables: { n }, identity: null, languages: '' };
}

const plain = gatewayOf(() => 0, { isPlain: true });
const expected = new Map<number, Promise<string>>();

/** What the plain path answers, alone. */
function expectedFor(n: number): Promise<string> {
  let text = expected.get(n);
  if (!text) {
    text = plain.execute(requestFor(n)).then(sorted);
    expected.set(n, text);
  }
  return text;
}

/** Errors of fetches that run at the same time have no order. */
function sorted(result: { errors?: readonly unknown[]; data?: unknown }): string {
  const errors = result.errors?.map((error) => JSON.stringify(error)).sort();
  return JSON.stringify({ ...result, errors });
}

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
process.on('unhandledRejection', note);
afterAll(() => {
  process.off('unhandledRejection', note);
});

const modes: [string, Partial<GatewayOptions>][] = [
  ['by closures, nothing shared', { generateAfter: Number.POSITIVE_INFINITY, sharing: 'nothing' }],
  ['by generated code, subgraphs shared', { generateAfter: 0, sharing: 'subgraphs' }],
  ['by both, clients shared', { generateAfter: 20, sharing: 'clients' }],
];

const seed = Number(process.env.REUSE_SEED ?? 20_240_817);

test.each(modes)(
  `six hundred requests at the same time are answered each with its own data: ${'%s'} (seed ${seed})`,
  async (_mode, options) => {
    const random = seeded(seed);
    const gateway = gatewayOf(random, options);
    let compared = 0;
    const one = async (n: number): Promise<void> => {
      await turns(random(4));
      const client = new AbortController();
      const leaves = random(8) === 0;
      if (leaves) turns(random(5)).then(() => client.abort());
      const { body, release } = await gateway.respond({ ...requestFor(n), signal: client.signal });
      // As long as it is being sent, others are answered.
      await turns(random(6));
      const text = body.toString('utf8');
      const times = random(4);
      for (let time = 0; time < times; time++) release?.();
      await turns(random(3));
      if (times > 1) release?.();
      if (leaves) return;
      compared++;
      expect(sorted(JSON.parse(text))).toBe(await expectedFor(n));
    };
    for (let round = 0; round < 3; round++) {
      // Every number twice: what is shared is shared here.
      await Promise.all(Array.from({ length: 200 }, (_, at) => one((at >> 1) + round * 50)));
    }
    expect(compared).toBeGreaterThan(400);
    expect(gateway.counts.spliced).toBeGreaterThan(options.sharing === 'clients' ? 150 : 300);
    expect(gateway.counts.declined).toBeGreaterThan(20);
    await turns(8);
    expect(unhandled).toEqual([]);
  },
);

/** Reads responses from a connection, one after the other; reads nothing before it is asked to. */
function slowReader(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.pause();
  socket.on('error', () => {});
  return {
    socket,
    ask(numbers: readonly number[]): void {
      const requests = numbers.map((n) => {
        const { query, variables } = requestFor(n);
        const body = JSON.stringify({ query, variables });
        return `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      });
      socket.write(requests.join(''));
    },
    async read(count: number): Promise<string[]> {
      const bodies: string[] = [];
      let received = Buffer.alloc(0);
      for await (const chunk of socket) {
        received = Buffer.concat([received, chunk as Buffer]);
        for (;;) {
          const start = received.indexOf('\r\n\r\n');
          if (start < 0) break;
          const head = received.toString('latin1', 0, start);
          const end = start + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1]);
          if (received.length < end) break;
          bodies.push(received.toString('utf8', start + 4, end));
          received = received.subarray(end);
        }
        if (bodies.length === count) break;
      }
      return bodies;
    },
  };
}

test('who reads slowly, and who leaves in the middle, gets nothing of what others ask meanwhile', async () => {
  const large = (n: number) => `${n};`.repeat(60_000);
  const gateway = createGateway({
    supergraph,
    transport: () => ({
      wants: 'bytes',
      async send({ body }) {
        const { n } = JSON.parse(body.toString('utf8')).variables;
        return { bytes: Buffer.from(JSON.stringify({ data: { box: { label: large(n) } } })) };
      },
    }),
  });
  await using face = await startFace(gateway);
  // More than the kernel takes: most of these answers wait in this process until they are read.
  const numbers = Array.from({ length: 45 }, (_, at) => 4 * at + 1_002);
  const slow = slowReader(face.url);
  slow.ask(numbers);
  for (let round = 0; round < 4; round++) {
    const leaving = slowReader(face.url);
    leaving.ask(numbers.slice(30).map((n) => n + 4_000 * (round + 1)));
    const others = Array.from({ length: 8 }, (_, at) => 100_002 + 400 * round + 4 * at);
    await Promise.all(
      others.map(async (n) => {
        const { query, variables } = requestFor(n);
        const response = await fetch(face.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        });
        const { data } = (await response.json()) as { data: { box: { label: string } } };
        expect(data.box.label === large(n)).toBe(true);
      }),
    );
    leaving.socket.destroy();
  }
  const bodies = await slow.read(numbers.length);
  slow.socket.destroy();
  const right = numbers.map((n) => JSON.stringify({ data: { box: { label: large(n) } } }));
  expect(bodies.map((body, at) => body === right[at])).toEqual(numbers.map(() => true));
});

async function startFace(gateway: Gateway) {
  const { url, close } = await startHttp(gateway, { port: 0 });
  return { url, [Symbol.asyncDispose]: close };
}
