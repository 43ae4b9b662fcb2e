import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, usage } from '../src/config.ts';
import { defaultLimits } from '../src/gateway.ts';
import { answerOf } from './face.ts';
import { answerText, serveSubgraph } from './subgraph-server.ts';
import { compose } from './tester.ts';

const words = {
  sdl: 'type Query { word: String  grants(of: ID!): [String!] }',
  resolvers: { Query: { word: () => 'w', grants: () => ['R'] } },
};
const main = join(import.meta.dirname, '../src/main.ts');
const planCommand = join(import.meta.dirname, '../src/plan-command.ts');

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-config-'));
  file = join(folder, 'supergraph.graphql');
  await writeFile(file, compose({ words }));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (args: string[], environment: NodeJS.ProcessEnv = {}) =>
  readConfig(['--supergraph', file, ...args], environment);

describe('the command line', () => {
  test('needs a supergraph and nothing else', async () => {
    expect(await read([])).toEqual({
      supergraph: compose({ words }),
      host: '127.0.0.1',
      port: 4000,
      subgraphs: new Map(),
      limits: {},
      timeout: undefined,
      forwardHeaders: [],
      corsOrigins: null,
      checkSubgraphs: false,
      hasExplorer: true,
      issuer: null,
      secret: undefined,
      identityOperation: undefined,
    });
  });

  test('says everything else', async () => {
    const operation = join(folder, 'roles.graphql');
    await writeFile(operation, 'query ($subject: ID!) { roles: grants(of: $subject) }');
    const config = await read([
      ...['--port', '0', '--host', '::1', '--timeout', '250', '--check-subgraphs', '--no-explorer'],
      ...['--subgraph', 'words=http://a.test:1/x?y=1', '--subgraph', 'other=https://b.test'],
      ...['--forward-header', 'X-Tenant', '--forward-header', 'authorization'],
      ...['--cors', 'https://a.test', '--cors', 'http://localhost:3000'],
      ...['--limit', 'depth=7', '--limit', 'bodyBytes=10'],
      ...[
        '--jwks',
        'https://i.test/keys',
        '--issuer',
        'i',
        '--audience',
        'a',
        '--roles-claim',
        'r',
      ],
      ...['--identity-operation', operation],
    ]);
    expect(config).toMatchObject({
      port: 0,
      host: '::1',
      timeout: 250,
      checkSubgraphs: true,
      hasExplorer: false,
      subgraphs: new Map([
        ['words', 'http://a.test:1/x?y=1'],
        ['other', 'https://b.test'],
      ]),
      forwardHeaders: ['X-Tenant', 'authorization'],
      corsOrigins: ['https://a.test', 'http://localhost:3000'],
      limits: { depth: 7, bodyBytes: 10 },
      issuer: { jwksUrl: 'https://i.test/keys', issuer: 'i', audience: 'a', rolesClaim: 'r' },
      identityOperation: 'query ($subject: ID!) { roles: grants(of: $subject) }',
    });
    expect((await read(['--cors', 'https://a.test', '--cors', '*']))?.corsOrigins).toBe('*');
  });

  test('goes before the environment, which goes before the defaults', async () => {
    const environment = { PORT: '5000', HOST: '0.0.0.0', PLATFORM_SECRET: 's' };
    expect(await read([], environment)).toMatchObject({ port: 5000, host: '0.0.0.0', secret: 's' });
    const args = ['--port', '6000', '--host', '127.0.0.1'];
    expect(await read(args, environment)).toMatchObject({ port: 6000, host: '127.0.0.1' });
    expect(await read([], { PORT: '', HOST: '', PLATFORM_SECRET: '' })).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      secret: undefined,
    });
  });

  test('may ask for help, which names every option and limit', async () => {
    expect(await readConfig(['--help'], {})).toBeNull();
    expect(await readConfig(['-h', '--port', 'x'], {})).toBeNull();
    for (const [name, value] of Object.entries(defaultLimits))
      expect(usage).toContain(`${name} (${value})`);
  });

  test('is told whole in the README, with the defaults of the limits', async () => {
    const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
    const rows = readme.split('\n').filter((line) => line.startsWith('| '));
    for (const [option] of usage.matchAll(/(?<=^ {2}|[A-Z] )--[a-z-]+/gm)) {
      if (option !== '--help') expect(rows.some((row) => row.includes(`\`${option}`))).toBe(true);
    }
    for (const [name, value] of Object.entries(defaultLimits)) {
      const row = rows.find((line) => line.startsWith(`| \`${name}\` `));
      expect(row?.split('|')[2]?.trim()).toBe(value.toLocaleString('en'));
    }
  });

  test.each([
    [['--nothing'], "Unknown option '--nothing'"],
    [['words'], "Unexpected argument 'words'. This command does not take positional arguments"],
    [['--port', '65536'], '--port: "65536" is not a whole number from 0 to 65535.'],
    [['--port', '80.5'], '--port: "80.5" is not a whole number from 0 to 65535.'],
    [['--port='], '--port: "" is not a whole number from 0 to 65535.'],
    [['--timeout', '0'], '--timeout: "0" is not a whole number from 1 to 600000.'],
    [['--limit', 'depth'], '--limit depth: expected NAME=VALUE.'],
    [['--limit', '=3'], '--limit =3: expected NAME=VALUE.'],
    [
      ['--limit', 'depth=many'],
      '--limit depth: "many" is not a whole number from 1 to 2147483648.',
    ],
    [
      ['--limit', 'width=3'],
      '--limit width: there are tokens, depth, aliases, rootFields, fields, bodyBytes.',
    ],
    [
      ['--limit', 'toString=3'],
      '--limit toString: there are tokens, depth, aliases, rootFields, fields, bodyBytes.',
    ],
    [['--subgraph', 'words'], '--subgraph words: expected NAME=VALUE.'],
    [
      ['--subgraph', 'words=localhost:4001'],
      '--subgraph words: "localhost:4001" is not an http address.',
    ],
    [['--forward-header', 'a b'], '--forward-header "a b": this is not the name of a header.'],
    [['--forward-header', 'Host'], '--forward-header Host: the gateway sends this header itself.'],
    [
      ['--cors', 'https://a.test/'],
      '--cors https://a.test/: expected an origin such as https://example.org, or *.',
    ],
    [['--cors', 'a.test'], '--cors a.test: expected an origin such as https://example.org, or *.'],
    [['--jwks', 'keys.json'], '--jwks: "keys.json" is not an http address.'],
    [['--audience', 'a'], '--audience says something about logins: give --jwks too.'],
    [['--jwks', 'https://i.test', '--identity-operation', 'none'], 'none" cannot be read: '],
    [['--limit', 'depth=5', '--limit', 'depth=6'], '--limit depth: give it once.'],
    [
      ['--subgraph', 'words=http://a.test', '--subgraph', 'words=http://b.test'],
      '--subgraph words: give it once.',
    ],
  ])('that says %j is refused with the reason', async (args, message) => {
    await expect(read(args)).rejects.toThrow(message);
  });

  test('names the variable of the environment that is wrong', async () => {
    await expect(read([], { PORT: 'http' })).rejects.toThrow('PORT: "http" is not a whole number');
  });
});

test('a supergraph is read from a file or from an address', async () => {
  await expect(readConfig([], {})).rejects.toThrow('--supergraph is missing.');
  for (const [path, reason] of [
    [join(folder, 'none'), 'there is no such file'],
    [join(file, 'none'), 'there is no such file'],
    [folder, 'it is a folder'],
  ] as const) {
    await expect(readConfig(['--supergraph', path], {})).rejects.toThrow(
      `"${path}" cannot be read: ${reason}.`,
    );
  }
  const inFolder = await readConfig(['--supergraph', 'supergraph.graphql'], { INIT_CWD: folder });
  expect(inFolder?.supergraph).toBe(compose({ words }));
  await expect(readConfig(['--supergraph', 'none'], { INIT_CWD: folder })).rejects.toThrow(
    `"${join(folder, 'none')}" cannot be read: there is no such file.`,
  );
  const server = createServer((request, response) => {
    if (request.url === '/supergraph') response.end(compose({ words }));
    else response.writeHead(403).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const config = await readConfig(['--supergraph', `${origin}/supergraph`], {});
    expect(config?.supergraph).toBe(compose({ words }));
    await expect(readConfig(['--supergraph', `${origin}/none`], {})).rejects.toThrow(
      `"${origin}/none" cannot be fetched: status 403.`,
    );
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  await expect(readConfig(['--supergraph', `${origin}/supergraph`], {})).rejects.toThrow(
    / cannot be fetched: .+\./,
  );
});

interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

function start(program: string, args: string[], flags: string[] = []) {
  const child = spawn(process.execPath, [...flags, program, ...args], {
    env: { ...process.env, PORT: '', HOST: '', NODE_OPTIONS: '' },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const ended = once(child, 'close').then(([code]): Ended => ({ code, output, errors }));
  return { child, ended };
}

describe('the program', () => {
  test('serves a supergraph, also where code cannot be made from strings, until it is told to stop', async () => {
    await using words1 = await serveSubgraph(words);
    const operation = join(folder, 'roles.graphql');
    await writeFile(operation, 'query ($subject: ID!) { roles: grants(of: $subject) }');
    const { child, ended } = start(
      main,
      [
        ...['--supergraph', file, '--port', '0', '--subgraph', `words=${words1.url}`],
        ...['--jwks', 'http://127.0.0.1:9/keys', '--identity-operation', operation],
      ],
      ['--disallow-code-generation-from-strings'],
    );
    try {
      const [line] = await once(createInterface(child.stdout), 'line');
      const url = /^GraphQL at (http:\/\/127\.0\.0\.1:\d+\/graphql)$/.exec(line)?.[1] ?? '';
      const ask = async (query: string) => {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
        return answerOf(response);
      };
      expect(await ask('{ w: word }')).toEqual({ data: { w: 'w' } });
      const nested = `{ word ${'{ ... '.repeat(4_900)} { word } ${'}'.repeat(4_900)}`;
      expect((await ask(nested)).errors[0]?.extensions).toMatchObject({
        limit: 'depth',
        found: 4_902,
      });
      const page = await fetch(url, { headers: { accept: 'text/html' } });
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toMatchObject({ code: 0, errors: '' });
  });

  test('told twice to stop, as by npm, answers what is under way; told again and again, it just ends', async () => {
    for (const isPatient of [true, false]) {
      const asked = Promise.withResolvers<() => void>();
      await using slow = await serveSubgraph({
        ...words,
        answer: (_request, response) =>
          asked.resolve(() => answerText(response, '{"data":{"word":"late"}}')),
      });
      const address = ['--subgraph', `words=${slow.url}`];
      const { child, ended } = start(main, ['--supergraph', file, '--port', '0', ...address]);
      const [line] = await once(createInterface(child.stdout), 'line');
      const url = line.replace('GraphQL at ', '');
      const underWay = fetch(`${url}?query={word}`).then(answerOf, () => null);
      const answer = await asked.promise;
      child.kill('SIGINT');
      // Signals that wait at the same time are one: the next is sent when this one has been heard.
      while (await fetch(url).catch(() => null));
      child.kill('SIGINT');
      if (isPatient) answer();
      else while (child.exitCode === null) await setImmediate(child.kill('SIGINT'));
      expect(await underWay).toEqual(isPatient ? { data: { word: 'late' } } : null);
      expect((await ended).code).toBe(isPatient ? 0 : 1);
    }
  });

  test.each([
    [
      '--supergraph',
      ['FILE', '--subgraph', 'word=http://a.test'],
      '--subgraph word: there are words.',
    ],
    ['--supergraph', ['TEXT'], 'The supergraph cannot be used: Syntax Error'],
    ['--supergraph', ['SUBGRAPH'], 'The supergraph cannot be used: The SDL is not a supergraph: '],
    [
      '--supergraph',
      ['NOWHERE'],
      'Subgraph "words" has no http address: give --subgraph words=URL.',
    ],
    [
      '--supergraph',
      ['FILE', '--jwks', 'http://a.test', '--identity-operation', 'TEXT'],
      '--identity-operation: Syntax Error',
    ],
    ['--supergraph', ['FILE', '--port', 'TAKEN'], 'The port is in use: give another --port.'],
    // Longer than a name may be: no server of names is asked.
    [
      '--supergraph',
      ['FILE', '--port', '0', '--host', 'n'.repeat(64)],
      `The host "${'n'.repeat(64)}" has no address (E`,
    ],
  ])('that cannot serve %s %j ends with the reason', async (option, given, reason) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const places: Record<string, string> = {
      FILE: file,
      TEXT: join(folder, 'text.txt'),
      SUBGRAPH: join(folder, 'subgraph.graphql'),
      NOWHERE: join(folder, 'nowhere.graphql'),
      TAKEN: String((server.address() as AddressInfo).port),
    };
    await writeFile(places.TEXT as string, 'not a schema: {');
    await writeFile(places.SUBGRAPH as string, `extend schema @link(url: "x") ${words.sdl}`);
    await writeFile(
      places.NOWHERE as string,
      compose({ words }).replace(/url: "[^"]*"\)$/m, 'url: "")'),
    );
    const { ended } = start(main, [option, ...given.map((text) => places[text] ?? text)]);
    const { code, output, errors } = await ended;
    await new Promise((resolve) => server.close(resolve));
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain(reason);
    expect(errors).toContain('npm run gateway -- --help');
    expect(errors).not.toMatch(/\n\s+at /);
  });

  test('prints its options', async () => {
    const { code, output } = await start(main, ['--help']).ended;
    expect([code, output]).toEqual([0, `${usage}\n`]);
  });
});

describe('the program that prints plans', () => {
  test('prints every stage for an operation of any supergraph', async () => {
    const operation = join(folder, 'operation.graphql');
    await writeFile(
      operation,
      'query A { word } query B($with: Boolean!) { w: word @include(if: $with) }',
    );
    const args = [
      operation,
      '--supergraph',
      file,
      '--operation',
      'B',
      '--variables',
      '{"with":true}',
    ];
    const { code, output, errors } = await start(planCommand, args).ended;
    expect([code, errors]).toEqual([0, '']);
    expect(output).toContain('# plan\n\nfetch 0 from words\n');
    expect(output).toContain('w: String');
  });

  test.each([
    [['FILE', '--variables', '{'], '--variables: expected a JSON object.'],
    [['FILE', '--nothing'], "Unknown option '--nothing'"],
    [['FILE', '--supergraph', 'OPERATION'], 'The supergraph cannot be used: '],
    [['OPERATION'], 'Cannot query field "nothing" on type "Query".'],
  ])('ends for %j with the reason', async (given, reason) => {
    const operation = join(folder, 'wrong.graphql');
    await writeFile(operation, '{ nothing }');
    const places: Record<string, string> = { FILE: operation, OPERATION: operation };
    const args = given.map((text) => places[text] ?? text);
    const all = args.includes('--supergraph') ? args : [...args, '--supergraph', file];
    const { code, output, errors } = await start(planCommand, all).ended;
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain(reason);
    expect(errors).not.toMatch(/\n\s+at /);
  });
});
