import { expect, test } from 'vitest';
import { startFace } from './face.ts';

const word = { sdl: 'type Query { word: String }', resolvers: { Query: { word: () => 'w' } } };
const explorer = {
  title: 'Words & </title><script>alert(1)</script>',
  query: '# </script><!-- "quoted"\n{ word }\n',
};
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

function addressesIn(page: string): string[] {
  return [...page.matchAll(/(?:src|href|action)\s*=\s*"([^"]*)"/g)].map(
    ([, address = '']) => address,
  );
}

function settingsIn(page: string) {
  const [, text = ''] =
    /<script type="application\/json" id="settings">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(text);
}

test('a browser gets a page that opens with the query and asks nothing of another host', async () => {
  await using face = await startFace({ word }, { http: { explorer } });
  const response = await face.send('', { headers: html });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'self'; script-src 'self'; worker-src blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
    vary: 'Accept, Accept-Language, Authorization',
  });
  const page = await response.text();
  const { options, workers } = settingsIn(page);
  expect(options).toEqual({
    endpoint: '/graphql',
    title: explorer.title,
    shouldPersistHeaders: false,
    defaultQuery: explorer.query,
  });
  const addresses = [...addressesIn(page), ...Object.values<string>(workers)];
  expect(addresses).toHaveLength(7);
  for (const address of addresses) {
    expect(address).toMatch(/^(data:,|\/graphql\/explorer\/[a-z-]+\.[0-9a-f]{16}\.(js|css))$/);
  }
  expect(page).not.toMatch(/https?:|\/\/[a-z]/);
  expect(page).not.toContain('<script>alert');
  expect(page.match(/<script/g)).toHaveLength(3);
});

test('its files are kept for ever under names that change with them, and are compressed', async () => {
  await using face = await startFace({ word }, { http: { explorer } });
  const page = await (await face.send('', { headers: html })).text();
  const { workers } = settingsIn(page);
  const addresses = [...addressesIn(page), ...Object.values<string>(workers)].filter(
    (address) => address !== 'data:,',
  );
  const { origin } = new URL(face.url);
  for (const address of addresses) {
    const get = (encoding: string) =>
      fetch(origin + address, { headers: { 'accept-encoding': encoding } });
    const plain = await get('identity');
    expect([address, plain.status, plain.headers.get('content-encoding')]).toEqual([
      address,
      200,
      null,
    ]);
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('vary')).toBe('Accept-Encoding');
    expect(plain.headers.get('content-type')).toMatch(
      address.endsWith('.css') ? /^text\/css/ : /^text\/javascript/,
    );
    const text = await plain.text();
    const gzipped = await get('gzip, deflate');
    expect(gzipped.headers.get('content-encoding')).toBe('gzip');
    expect(await gzipped.text()).toBe(text);
    if (!address.includes('editor.')) continue;
    const small = await get('gzip, br');
    expect(small.headers.get('content-encoding')).toBe('br');
    expect(Number(small.headers.get('content-length'))).toBeLessThan(text.length / 2);
    expect(await small.text()).toBe(text);
    for (const [accepted, encoding] of [
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['br;q=0, gzip;q=0', null],
    ]) {
      const response = await get(accepted ?? '');
      expect(response.headers.get('content-encoding')).toBe(encoding);
      expect(await response.text()).toBe(text);
    }
  }
});

test('what is no file of the page is not found', async () => {
  await using face = await startFace({ word }, { http: { explorer } });
  for (const name of [
    '',
    'editor.js',
    'editor.0000000000000000.js',
    '..%2f..%2fpackage.json',
    '__proto__',
  ]) {
    const response = await face.send(`/explorer/${name}`);
    expect([name, response.status]).toEqual([name, 404]);
  }
});

test('the page is only for who asks for a page', async () => {
  await using face = await startFace({ word }, { http: { explorer } });
  const reloaded = await face.send('?query={word}', { headers: html });
  expect(reloaded.headers.get('content-type')).toMatch('text/html');
  const query = await face.send('?query={word}', { headers: { accept: 'application/json' } });
  expect(await query.json()).toEqual({ data: { word: 'w' } });
  const tool = await face.send('', { headers: { accept: 'application/json' } });
  expect(tool.status).toBe(400);
});

test('a gateway without the page answers a browser as any other', async () => {
  await using face = await startFace({ word });
  const response = await face.send('', { headers: html });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toMatch('application/json');
});
