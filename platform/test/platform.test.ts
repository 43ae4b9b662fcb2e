import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { startPlatform } from '../src/platform.ts';

const audience = 'network';
const name = 'https://login.example.org';

/** An issuer as a login service is one: its keys at an address, its tokens for several audiences. */
async function startIssuer() {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] });
  const server = createServer((_, response) => response.end(keys));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    logins: {
      jwksUrl: `http://127.0.0.1:${port}/keys`,
      issuer: name,
      audience,
      rolesClaim: 'groups',
    },
    token: ({ issuer = name, forWhom = audience }: { issuer?: string; forWhom?: string } = {}) =>
      new SignJWT({ groups: [{ role: 'SECRETARIAT', scope: null }] })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setSubject('sara')
        .setIssuer(issuer)
        .setAudience(forWhom)
        .setExpirationTime('1h')
        .sign(privateKey),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const ask = async (url: string, query: string, token?: string) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...((await response.json()) as { data?: unknown }) };
};

describe('the platform', () => {
  it('takes the logins of an issuer that it is given, with the roles of its claim, and of no other', async () => {
    await using issuer = await startIssuer();
    await using platform = await startPlatform({ logins: issuer.logins, seeds: false });
    expect(platform.issuer).toBeNull();
    const me = '{ me { subject roles { role } } }';
    expect(await ask(platform.url, me, await issuer.token())).toEqual({
      status: 200,
      data: { me: { subject: 'sara', roles: [{ role: 'SECRETARIAT' }] } },
    });
    for (const wrong of [{ forWhom: 'another' }, { issuer: 'https://example.org' }]) {
      expect((await ask(platform.url, me, await issuer.token(wrong))).status).toBe(401);
    }
    expect(await ask(platform.url, me)).toEqual({ status: 200, data: { me: null } });
  });

  it('leaves the stores as they are when it is told not to load', async () => {
    await using platform = await startPlatform({ seeds: false });
    expect(await ask(platform.url, '{ workstreams { totalCount } }')).toEqual({
      status: 200,
      data: { workstreams: { totalCount: 0 } },
    });
  });

  it('closes what it has opened when it cannot start', async () => {
    await using first = await startPlatform({ seeds: false });
    const folder = await mkdtemp(join(tmpdir(), 'network-platform-'));
    try {
      const port = Number(new URL(first.url).port);
      const second = startPlatform({ storageUrl: `sqlite:${folder}`, seeds: false, port });
      await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
      // SQLite removes its write-ahead log when the last connection is closed.
      expect((await readdir(folder)).filter((file) => !file.endsWith('.sqlite'))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('does not start on a store that it does not know', async () => {
    await expect(startPlatform({ storageUrl: 'postgres://user:secret@host' })).rejects.toThrow(
      /begins with sqlite: .* or mongodb:\/\/, not "postgres"/,
    );
  });
});
