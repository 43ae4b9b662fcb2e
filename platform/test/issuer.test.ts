import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, importJWK, type JWK, jwtVerify } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openIssuer, openLogins, roleClaimOf } from '../src/issuer.ts';
import { keptSecret } from '../src/kept-secret.ts';

afterEach(() => vi.unstubAllEnvs());

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'network-issuer-'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

describe('the development issuer', () => {
  it('gives tokens that say who it is, in which roles and until when, and that its public key verifies', async () => {
    const { logins, token } = await openIssuer(null);
    const roles = [{ role: 'SECRETARIAT', scope: null }];
    const signed = await token('sara', { roles, hours: 2 });
    const { payload } = await jwtVerify(signed, await importJWK(logins.key as JWK, 'ES256'), {
      issuer: logins.issuer as string,
      audience: logins.audience as string,
    });
    expect(payload).toMatchObject({ sub: 'sara', roles });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(2 * 3600);
    expect(logins).toMatchObject({ rolesClaim: 'roles' });
    expect(logins.key).not.toHaveProperty('d');
    expect(decodeJwt(await token('anna')).roles).toEqual([]);
  });

  it('keeps its key in the folder, for its user only; two that open it at once have the same', async () => {
    await using there = await temporaryFolder();
    const folder = join(there.folder, 'new/data');
    const opened = await Promise.all([1, 2, 3, 4].map(() => openIssuer(folder)));
    const again = await openIssuer(folder);
    for (const { logins } of opened) expect(logins.key).toEqual(again.logins.key);
    expect(await readdir(folder)).toEqual(['development-issuer.json']);
    expect((await stat(join(folder, 'development-issuer.json'))).mode & 0o777).toBe(0o600);
    expect((await openIssuer(null)).logins.key).not.toEqual(again.logins.key);
  });

  it('says what to do about a key that cannot be read', async () => {
    await using there = await temporaryFolder();
    await writeFile(join(there.folder, 'development-issuer.json'), '{"kty":');
    await expect(openIssuer(there.folder)).rejects.toThrow('remove development-issuer.json');
  });

  it('does not run in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    await expect(openIssuer(null)).rejects.toThrow('does not run in production');
  });

  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('vouches on %s', async (host) => {
    const { issuer, logins } = await openLogins(null, { host, folder: null });
    expect(logins).toBe(issuer?.logins);
  });

  it.each(['0.0.0.0', '::', '192.168.0.7', 'example.org', '127.0.0.1.example.org', ''])(
    'does not vouch on "%s"',
    async (host) => {
      await expect(openLogins(null, { host, folder: null })).rejects.toThrow('loopback');
    },
  );

  it('is not opened where another issuer vouches', async () => {
    const given = { jwksUrl: 'https://login.example.org/keys', issuer: 'i', audience: 'a' };
    const found = await openLogins(given, { host: '0.0.0.0', folder: '/not/there' });
    expect(found).toEqual({ issuer: null, logins: given });
  });
});

describe('a role as it is written', () => {
  it.each([
    ['SECRETARIAT', { role: 'SECRETARIAT', scope: null }],
    [
      'PUBLISHER:RegionalNetwork:asia-pacific',
      { role: 'PUBLISHER', scope: { type: 'RegionalNetwork', id: 'asia-pacific' } },
    ],
    [
      'FOCAL_POINT:Organization:a:b',
      { role: 'FOCAL_POINT', scope: { type: 'Organization', id: 'a:b' } },
    ],
  ])('%s is one', (text, claim) => {
    expect(roleClaimOf(text)).toEqual(claim);
  });

  it.each([
    ['', 'is no role of the Network: SECRETARIAT, PUBLISHER,'],
    ['EMPEROR', 'is no role of the Network'],
    ['toString', 'is no role of the Network'],
    ['SECRETARIAT:Language:fr', 'SECRETARIAT is not for one record'],
    ['PUBLISHER', 'PUBLISHER is for one record, PUBLISHER:RegionalNetwork|CountryNetwork|'],
    ['PUBLISHER:Organization:iom', 'PUBLISHER is for one record'],
    ['VALIDATOR:RegionalNetwork:', 'VALIDATOR is for one record, VALIDATOR:RegionalNetwork:ID'],
  ])('"%s" is none', (text, reason) => {
    expect(() => roleClaimOf(text)).toThrow(reason);
  });
});

it('a kept text is made once, and nothing is left of what failed to be made', async () => {
  await using there = await temporaryFolder();
  const failing = keptSecret(there.folder, 'secret', () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await readdir(there.folder)).toEqual([]);
  expect(await keptSecret(there.folder, 'secret', () => 'first')).toBe('first');
  expect(await keptSecret(there.folder, 'secret', () => 'second')).toBe('first');
});
