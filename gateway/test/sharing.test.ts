import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  createGateway,
  type GatewayRequest,
  type Identity,
  type Transport,
} from '../src/gateway.ts';
import { createSubgraphSharing } from '../src/sharing.ts';
import { startFace } from './face.ts';
import { type Answer, answerText, type HttpTester, startHttpTester } from './subgraph-server.ts';
import { compose } from './tester.ts';

const sdl = 'type Query { word(of: Int): String } type Mutation { write: String }';

/** Answers when told to; counts who gave up waiting. */
function held() {
  const waiting: (() => void)[] = [];
  const gone = Promise.withResolvers<void>();
  let arrived = Promise.withResolvers<void>();
  const state = {
    asked: 0,
    left: 0,
    /** The first who gives up. */
    gone: gone.promise,
    /** The next request that comes. */
    next: () => arrived.promise,
    release(text = '{"data":{"word":"w","write":"w"}}') {
      answerWith = text;
      for (const go of waiting.splice(0)) go();
    },
  };
  let answerWith = '';
  const answer: Answer = (_request, response) => {
    state.asked++;
    response.once('close', () => {
      if (response.writableFinished) return;
      state.left++;
      gone.resolve();
    });
    waiting.push(() => answerText(response, answerWith));
    arrived.resolve();
    arrived = Promise.withResolvers();
  };
  return { state, words: { sdl, answer } };
}

type Part = Omit<Partial<GatewayRequest>, 'query'>;

/** Asks all at once, releases the answers when the subgraph has been asked so often, and gives them. */
async function together(
  graph: HttpTester,
  {
    state,
    parts,
    times,
  }: { state: ReturnType<typeof held>['state']; parts: Part[]; times: number },
) {
  const query = 'query($of: Int) { word(of: $of) }';
  const answers = parts.map((part) => graph.run(query, part));
  while (state.asked < times) await state.next();
  state.release();
  return Promise.all(answers);
}

const anna = { subject: 'anna', roles: [{ role: 'R' }] };

describe('identical queries that are under way', () => {
  test('are sent to a subgraph once; what comes later is sent anew', async () => {
    const { state, words } = held();
    await using graph = await startHttpTester({ words });
    const answers = await together(graph, { state, parts: [{}, {}, {}], times: 1 });
    expect(answers).toEqual(Array(3).fill({ data: { word: 'w' } }));
    expect(state.asked).toBe(1);
    await together(graph, { state, parts: [{}], times: 2 });
    expect(state.asked).toBe(2);
  });

  test.each<[string, Part, Part]>([
    ['another reader', { identity: anna }, { identity: { ...anna, subject: 'ben' } }],
    ['other roles', { identity: anna }, { identity: { ...anna, roles: [] } }],
    ['a reader and the public', { identity: anna }, {}],
    ['other scopes', { identity: anna }, { identity: { ...anna, scopes: ['s'] } }],
    ['other languages', { languages: 'ar' }, { languages: 'zh' }],
    ['other headers', { headers: { 'x-tenant': 'a' } }, { headers: { 'x-tenant': 'b' } }],
    ['other variables', { variables: { of: 1 } }, { variables: { of: 2 } }],
    ['a variable that is null', { variables: { of: null } }, {}],
  ])('are two with %s', async (_what, one, other) => {
    const { state, words } = held();
    await using graph = await startHttpTester({ words });
    await together(graph, { state, parts: [one, other, one, other], times: 2 });
    expect(state.asked).toBe(2);
  });

  test('are one for two logins of the same reader with the same rights', async () => {
    const { state, words } = held();
    await using graph = await startHttpTester({ words });
    const again = structuredClone(anna);
    await together(graph, { state, parts: [{ identity: anna }, { identity: again }], times: 1 });
    expect(state.asked).toBe(1);
  });

  test('are each sent where nothing is to be shared', async () => {
    const { state, words } = held();
    await using graph = await startHttpTester({ words }, { sharing: 'nothing' });
    await together(graph, { state, parts: [{}, {}, {}], times: 3 });
    expect(state.asked).toBe(3);
  });

  test('fail together, and are asked again by the next', async () => {
    const { state, words } = held();
    await using graph = await startHttpTester({ words });
    const both = [graph.run('{ word }'), graph.run('{ word }')];
    await state.next();
    state.release('no JSON');
    for (const { data, errors } of await Promise.all(both)) {
      expect(data).toEqual({ word: null });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    }
    const next = graph.run('{ word }');
    await state.next();
    state.release();
    expect(await next).toEqual({ data: { word: 'w' } });
  });

  test('go on for who stays, and end when all have left', async () => {
    const { state, words } = held();
    await using graph = await startHttpTester({ words });
    const [one, two] = [new AbortController(), new AbortController()];
    const leaving = graph.run('{ word }', { signal: one.signal });
    const staying = graph.run('{ word }', { signal: two.signal });
    await state.next();
    one.abort();
    expect((await leaving).data).toEqual({ word: null });
    state.release();
    expect(await staying).toEqual({ data: { word: 'w' } });
    expect([state.asked, state.left]).toEqual([1, 0]);

    const signals = [new AbortController(), new AbortController()];
    const all = signals.map(({ signal }) => graph.run('{ word }', { signal }));
    await state.next();
    for (const controller of signals) controller.abort();
    for (const { data } of await Promise.all(all)) expect(data).toEqual({ word: null });
    await state.gone;
    const fresh = graph.run('{ word }');
    await state.next();
    state.release();
    expect(await fresh).toEqual({ data: { word: 'w' } });
    expect([state.asked, state.left]).toEqual([3, 1]);
  });
});

test('mutations are never shared', async () => {
  const { state, words } = held();
  await using graph = await startHttpTester({ words }, { sharing: 'clients' });
  const request = { query: 'mutation { write }', identity: null, languages: '' };
  const all = [1, 2, 3].map(() => graph.gateway.respond(request));
  while (state.asked < 3) await state.next();
  state.release();
  for (const { body } of await Promise.all(all))
    expect(String(body)).toBe('{"data":{"write":"w"}}');
});

describe('clients without a login', () => {
  test('who ask the same at the same time are answered with the same bytes', async () => {
    const { state, words } = held();
    await using graph = await startHttpTester({ words }, { sharing: 'clients' });
    const request = { query: '{ word }', identity: null, languages: 'ar' };
    const all = [1, 2, 3].map(() => graph.gateway.respond({ ...request }));
    await state.next();
    state.release();
    const [one, ...others] = await Promise.all(all);
    expect(String(one?.body)).toBe('{"data":{"word":"w"}}');
    for (const { body } of others) expect(body).toBe(one?.body);
    const { spliced, declined, merged } = graph.gateway.counts;
    expect(spliced + declined + merged).toBe(1);
  });

  test.each<[string, Partial<GatewayRequest>, Partial<GatewayRequest>]>([
    ['languages', { languages: 'ar' }, { languages: 'zh' }],
    ['headers', { headers: { 'x-tenant': 'a' } }, { headers: { 'x-tenant': 'b' } }],
    ['variables', { variables: { of: 1 } }, { variables: { of: 2 } }],
    ['conditions', { variables: { no: true } }, { variables: { no: false } }],
    ['a login', {}, { identity: anna }],
    ['logins', { identity: anna }, { identity: { ...anna, subject: 'ben' } }],
    ['operations', { query: '{ word }' }, { query: '{ w: word }' }],
    ['operation names', { operationName: 'A' }, { operationName: 'B' }],
  ])('are answered each with their own where they differ by %s', async (_what, one, other) => {
    const subgraph = {
      sdl,
      resolvers: { Query: { word: () => 'w' } },
    };
    await using graph = await startHttpTester({ subgraph }, { sharing: 'clients' });
    const query = `query A($of: Int, $no: Boolean = false) { word(of: $of) @skip(if: $no) __typename }
      query B($of: Int, $no: Boolean = false) { x: word(of: $of) @include(if: $no) }`;
    const base = { query, operationName: 'A', identity: null, languages: '' };
    const requests = [one, other].map((part) => ({
      ...base,
      ...part,
      ...(part.query && { operationName: undefined }),
    }));
    const answers = await Promise.all(requests.map((request) => graph.gateway.respond(request)));
    expect(answers[0]?.body).not.toBe(answers[1]?.body);
    const { spliced, declined, merged } = graph.gateway.counts;
    expect(spliced + declined + merged).toBe(2);
  });

  test('who leave do not take the answer from the others', async () => {
    const { state, words } = held();
    await using graph = await startHttpTester({ words }, { sharing: 'clients' });
    const client = new AbortController();
    const request = { query: '{ word }', identity: null, languages: '' };
    const leaving = graph.gateway.respond({ ...request, signal: client.signal });
    const staying = graph.gateway.respond({ ...request, signal: new AbortController().signal });
    await state.next();
    client.abort();
    expect(String((await leaving).body)).toContain('REQUEST_CANCELLED');
    state.release();
    expect(String((await staying).body)).toBe('{"data":{"word":"w"}}');
    expect(state.left).toBe(0);
  });
});

test('a subgraph in this process is asked by each, with a context of its own', async () => {
  const contexts = new Set<unknown>();
  const words = {
    sdl,
    resolvers: {
      Query: {
        word(_parent: unknown, _args: unknown, context: object) {
          contexts.add(context);
          return 'w';
        },
      },
    },
  };
  await using face = await startFace({ words });
  await Promise.all([1, 2, 3].map(() => face.post({ query: '{ word }' })));
  expect(contexts.size).toBe(3);
});

test('a query after a mutation does not join one that was asked before it', async () => {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const slow: Transport = {
    wants: 'bytes',
    send: (request) => {
      asked.push(request.query);
      if (request.isMutation) return { bytes: Buffer.from('{}') };
      return new Promise((resolve) => answers.push(() => resolve({ bytes: Buffer.from('{}') })));
    },
  };
  const transport = createSubgraphSharing(() => new Error('left'))(slow);
  const request = { subgraph: 'a', variables: {}, identity: null, languages: '' };
  const query = { ...request, query: '{a}', isMutation: false, body: Buffer.from('{a}') };
  const before = [transport.send(query), transport.send(query)];
  await transport.send({ ...query, query: 'mutation{a}', isMutation: true });
  const after = transport.send(query);
  for (const answer of answers) answer();
  await Promise.all([...before, after]);
  expect(asked).toEqual(['{a}', 'mutation{a}', '{a}']);
});

describe.each(['subgraphs', 'clients'] as const)('sharing %s,', (sharing) => {
  test.each([
    ['a', '{ n }'],
    ['another', '{ total }'],
  ])('who reads %s subgraph after a write is not told what was there before', async (_, query) => {
    let stored = 0;
    const open: (() => void)[] = [];
    const transport: Transport = {
      wants: 'bytes',
      async send({ body }) {
        const text = body.toString('utf8');
        if (text.includes('mutation'))
          return { bytes: Buffer.from(`{"data":{"add":${++stored}}}`) };
        const seen = stored;
        await new Promise<void>((resolve) => open.push(resolve));
        return {
          bytes: Buffer.from(`{"data":{"${text.includes('total') ? 'total' : 'n'}":${seen}}}`),
        };
      },
    };
    const supergraph = compose({
      counter: { sdl: 'type Query { n: Int! } type Mutation { add: Int! }' },
      sums: { sdl: 'type Query { total: Int! }' },
    });
    const gateway = createGateway({ supergraph, sharing, transport: () => transport });
    const ask = async (text: string, identity: Identity | null = null) => {
      const { body } = await gateway.respond({ query: text, identity, languages: '' });
      return Object.values(JSON.parse(body.toString('utf8')).data)[0];
    };
    const isOpen = async (count: number) => {
      while (open.length < count) await setImmediate();
    };
    const before = ask(query);
    await isOpen(1);
    // The one who writes may be logged in, and those who read not.
    expect(await ask('mutation { add }', { subject: 'writer', roles: [] })).toBe(1);
    const after = ask(query);
    await isOpen(2);
    for (const go of open) go();
    expect([await before, await after]).toEqual([0, 1]);
  });
});
