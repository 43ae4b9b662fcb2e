import { readdir } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { schemas } from '@network/platform';
import { startSubgraph } from '@network/schema/serve';
import { describe, expect, it } from 'vitest';
import { clientOf, written } from './client.ts';
import { temporaryFolder } from './distributed.ts';
import { platformOf, run, startPlatformProcess, watch } from './platform-process.ts';

const question = '{ objective(id: "objective-13") { number workstreams { totalCount } } }';
const answer = { objective: { number: 13, workstreams: { totalCount: 2 } } };

async function tokenFrom(folder: string, ...args: string[]): Promise<string> {
  const { code, output } = await run('platform/src/token.ts', {
    args,
    env: { STORAGE_URL: `sqlite:${folder}` },
  }).ended;
  expect(code, output).toBe(0);
  return output.trim();
}

describe('npm start', () => {
  it('loads the sources with progress shown, and a second time keeps what was written and loads nothing twice', async () => {
    await using opened = new AsyncDisposableStack();
    const folder = await temporaryFolder(opened);
    {
      await using first = await startPlatformProcess(folder);
      expect(first.output()).toMatch(/^ {2}objectives\.yaml +23 records: 23 new$/m);
      expect(first.output()).toMatch(/^ {2}workstreams\.yaml +23 records: 23 new$/m);
      expect(first.output()).toContain(`Explorer: ${first.url}`);
      const page = await fetch(first.url, { headers: { accept: 'text/html' } });
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(await page.text()).toContain('Objective13');
      const token = await tokenFrom(folder, '--subject', 'sara', '--role', 'SECRETARIAT');
      const registered = await clientOf(first.url, { authorization: `Bearer ${token}` })(
        'mutation { registerStakeholderGroup(input: { id: "youth", name: { language: EN, text: "Youth" }, reason: "Named" }) { record { id } problems { message } } }',
      );
      written(registered, 'registerStakeholderGroup');
      first.signal('SIGTERM');
      expect(await first.ended).toMatchObject({ code: 0, signal: null });
    }
    await using second = await startPlatformProcess(folder);
    expect((await clientOf(second.url)(question)).data).toEqual(answer);
    const files = second.output().match(/^ {2}[a-z-]+\.yaml .*$/gm) ?? [];
    expect(files).toHaveLength(19);
    expect(files.filter((line) => !line.endsWith('records, nothing new'))).toEqual([]);
    const { data } = await clientOf(second.url)('{ stakeholderGroup(id: "youth") { id } }');
    expect(data).toEqual({ stakeholderGroup: { id: 'youth' } });
  });

  it('ends cleanly when told to, after the requests under way are answered', async () => {
    await using opened = new AsyncDisposableStack();
    const platform = await startPlatformProcess(await temporaryFolder(opened));
    opened.use(platform);
    const body = JSON.stringify({ query: question });
    const underWay = request(platform.url, {
      method: 'POST',
      // It would keep the connection for good.
      agent: new Agent({ keepAlive: true }),
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      underWay.once('response', resolve).once('error', reject);
    });
    await new Promise((resolve) => underWay.once('continue', resolve).flushHeaders());
    underWay.write(body.slice(0, 10));
    platform.signal('SIGTERM');
    // A new connection is refused as soon as the platform has begun to end.
    while (await isAnswered(platform.url));
    underWay.end(body.slice(10));
    const answered = await response;
    let text = '';
    for await (const chunk of answered.setEncoding('utf8')) text += chunk;
    expect(JSON.parse(text)).toEqual({ data: answer });
    expect(await platform.ended).toMatchObject({ code: 0, signal: null });
  });

  it('ends when the npm that started it is told to', async () => {
    await using opened = new AsyncDisposableStack();
    const folder = await temporaryFolder(opened);
    const platform = await platformOf(
      watch('npm', { args: ['start'], env: { STORAGE_URL: `sqlite:${folder}`, PORT: '0' } }),
    );
    opened.use(platform);
    platform.signal('SIGTERM');
    await platform.ended;
    expect(await isAnswered(platform.url)).toBe(false);
  });

  it('says why it does not start: an address that others reach, production, a port in use, no port', async () => {
    await using opened = new AsyncDisposableStack();
    const folder = await temporaryFolder(opened);
    const taken = createServer();
    opened.defer(() => {
      taken.close();
    });
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const start = async (env: Record<string, string>) => {
      const { code, output } = await run('platform/src/start.ts', {
        env: { STORAGE_URL: `sqlite:${join(folder, 'data')}`, PORT: '0', ...env },
      }).ended;
      return { code, said: output.trim().split('\n').at(-1) };
    };
    expect(await start({ HOST: '0.0.0.0' })).toEqual({
      code: 1,
      said: 'HOST is 0.0.0.0: with the development issuer on, the platform listens on loopback addresses only.',
    });
    expect(await start({ NODE_ENV: 'production' })).toEqual({
      code: 1,
      said: 'The development issuer does not run in production: set ISSUER_JWKS, ISSUER and ISSUER_AUDIENCE to a real issuer.',
    });
    expect(await start({ PORT: 'http' })).toEqual({
      code: 1,
      said: 'PORT is a number from 0 to 65535, not "http".',
    });
    expect(await readdir(folder), 'refused before anything is written').toEqual([]);
    expect(await start({ PORT: `${port}` })).toEqual({
      code: 1,
      said: `Port ${port} is in use: set PORT to another one.`,
    });
  });
});

describe('npm run token', () => {
  it('prints a token that the platform on the same folder takes, started before or after', async () => {
    await using opened = new AsyncDisposableStack();
    const folder = await temporaryFolder(opened);
    const role = 'PUBLISHER:RegionalNetwork:asia-pacific';
    const before = await tokenFrom(folder, '--subject', 'anna', '--role', role);
    await using platform = await startPlatformProcess(folder);
    const after = await tokenFrom(folder, '--subject', 'anna', '--role', role, '--hours', '1');
    for (const token of [before, after]) {
      const client = clientOf(platform.url, { authorization: `Bearer ${token}` });
      expect((await client('{ me { subject roles { role scope { id } } } }')).data).toEqual({
        me: { subject: 'anna', roles: [{ role: 'PUBLISHER', scope: { id: 'asia-pacific' } }] },
      });
    }
    expect((await clientOf(platform.url)('{ me { subject } }')).data).toEqual({ me: null });
  });

  it.each([
    [[], 'A subject is needed'],
    [['--subject', 'anna', '--role', 'EMPEROR'], '"EMPEROR" is no role of the Network'],
    [['--subject', 'anna', '--hours', '0'], '--hours is a number above 0'],
  ])('explains itself for %j', async (args, reason) => {
    const { code, output } = await run('platform/src/token.ts', { args }).ended;
    expect(code).toBe(2);
    expect(output).toContain(reason);
    expect(output).toMatch(/^usage: npm run token -- --subject NAME/m);
    expect(output).toMatch(/^roles: .*SECRETARIAT/m);
  });
});

it('npm run start:distributed does not take a store that eight services cannot share', async () => {
  const { code, output } = await run('platform/src/distributed.ts', {
    env: { STORAGE_URL: 'sqlite::memory:' },
  }).ended;
  expect(code).toBe(1);
  expect(output).toContain('cannot share a store in memory');
});

describe('a subgraph on its own', () => {
  const script = 'subgraphs/compact/src/server.ts';

  it('does not start without the secret by which it knows the gateway', async () => {
    const { code, output } = await run(script, { env: { STORAGE_URL: 'sqlite::memory:' } }).ended;
    expect(code).toBe(1);
    expect(output).toContain('compact cannot start: PLATFORM_SECRET is not set');
  });

  it('says that its port is in use', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const service = startSubgraph('compact', schemas.compact, {
      storageUrl: 'sqlite::memory:',
      secret: 'secret',
      port,
    });
    await expect(service).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    taken.close();
  });
});

async function isAnswered(url: string): Promise<boolean> {
  return fetch(new URL('/health/live', url), { headers: { connection: 'close' } }).then(
    () => true,
    () => false,
  );
}
