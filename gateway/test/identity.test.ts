import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { describe, expect, test } from 'vitest';
import { startHttp } from '../src/http.ts';
import { createRoles } from '../src/identity.ts';
import { answerOf, startFace, type TestFace } from './face.ts';
import type { SubgraphSource } from './tester.ts';

const own = await generateKeyPair('ES256');
const other = await generateKeyPair('ES256');
const issuer = 'https://issuer.test';
const audience = 'graph';
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

function tokenFor(subject: string | undefined, claims: JWTPayload = {}, key = own.privateKey) {
  const stated = { iss: issuer, aud: audience, exp: inAnHour(), ...claims };
  const token = new SignJWT(stated).setProtectedHeader({ alg: 'ES256', kid: 'k1' });
  if (subject !== undefined) token.setSubject(subject);
  return token.sign(key);
}

/** The keys of an issuer on a free port; while `isDown`, it answers 500. */
async function startKeys() {
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'ES256' }];
  const state = { isDown: false };
  const server = createServer((_request, response) => {
    if (state.isDown) response.writeHead(500).end('down');
    else
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  return {
    state,
    logins: { jwksUrl, issuer, audience, rolesClaim: 'groups' },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Context {
  identity: { subject: string; roles: unknown[]; scopes?: string[] } | null;
}

/** Tells who it was asked by. */
const who: SubgraphSource = {
  sdl: 'type Query { me: String  roles: String  scopes: String }',
  resolvers: {
    Query: {
      me: (_parent, _args, { identity }: Context) => identity?.subject ?? 'the public',
      roles: (_parent, _args, { identity }: Context) => JSON.stringify(identity?.roles ?? null),
      scopes: (_parent, _args, { identity }: Context) => JSON.stringify(identity?.scopes ?? null),
    },
  },
};

async function ask(face: TestFace, token: string | null, query = '{ me roles }') {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await face.post({ query }, headers);
  const { data, errors } = await answerOf(response);
  return {
    status: response.status,
    data: data as { me: string; roles: string },
    errors,
    error: errors?.[0],
    header: response.headers.get('www-authenticate'),
  };
}

describe('a login', () => {
  test('that is valid says who asks', async () => {
    await using keys = await startKeys();
    await using face = await startFace({ who }, { http: { issuer: keys.logins } });
    const token = await tokenFor('anna', {
      scope: 'read:a read:b',
      groups: ['EDITOR', { role: 'X' }],
    });
    const { status, data } = await ask(face, token, '{ me roles scopes }');
    expect(status).toBe(200);
    expect(data).toEqual({
      me: 'anna',
      roles: '["EDITOR",{"role":"X"}]',
      scopes: '["read:a","read:b"]',
    });
  });

  test('that is missing is the public', async () => {
    await using keys = await startKeys();
    await using face = await startFace({ who }, { http: { issuer: keys.logins } });
    expect((await ask(face, null)).data).toEqual({ me: 'the public', roles: 'null' });
  });

  test('signed by another, for another, or not at all is refused, and nothing is asked', async () => {
    await using keys = await startKeys();
    await using face = await startFace({ who }, { http: { issuer: keys.logins } });
    const past = Math.floor(Date.now() / 1000) - 10;
    const [head, body, signature] = (await tokenFor('anna')).split('.');
    const changed = Buffer.from(
      JSON.stringify({ sub: 'eve', iss: issuer, aud: audience, exp: inAnHour() }),
    );
    const claims = { sub: 'eve', iss: issuer, aud: audience, exp: inAnHour() };
    const publicPem = new TextEncoder().encode(await exportSPKI(own.publicKey));
    const bad: Record<string, string> = {
      'another key': await tokenFor('anna', {}, other.privateKey),
      'changed claims': `${head}.${changed.toString('base64url')}.${signature}`,
      'no signature': `${head}.${body}.`,
      'alg none': new UnsecuredJWT(claims).encode(),
      'the public key as a shared secret': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .sign(publicPem),
      'an unknown key': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: 'k2' })
        .sign(other.privateKey),
      'another issuer': await tokenFor('anna', { iss: 'https://evil.test' }),
      'another audience': await tokenFor('anna', { aud: 'shop' }),
      'not yet valid': await tokenFor('anna', { nbf: inAnHour() }),
      'without an end': await tokenFor('anna', { exp: undefined } as never),
      'without a subject': await tokenFor(undefined),
      'with an empty subject': await tokenFor(''),
      'no token': 'abc',
    };
    for (const [what, token] of Object.entries(bad)) {
      const { status, error, data, header } = await ask(face, token);
      expect([what, status, error?.extensions.code]).toEqual([what, 401, 'UNAUTHENTICATED']);
      expect(error?.message).toMatch(/^The login (is not valid|names no subject)\.$/);
      expect(data).toBeUndefined();
      expect(header).toBe('Bearer error="invalid_token"');
    }
    const over = await ask(face, await tokenFor('anna', { exp: past }));
    expect([over.status, over.error?.message]).toEqual([401, 'The login is over.']);
    expect(face.tester.calls).toEqual([]);
  });

  test('of another kind than Bearer is refused', async () => {
    await using keys = await startKeys();
    await using face = await startFace({ who }, { http: { issuer: keys.logins } });
    for (const authorization of [
      'Basic YTpi',
      'Bearer',
      'Bearer a b',
      `bearer\t${await tokenFor('a')}`,
    ]) {
      const response = await face.post({ query: '{ me }' }, { authorization });
      expect([authorization, response.status]).toEqual([authorization, 401]);
    }
  });

  test('cannot be judged while the issuer is away; afterwards it can', async () => {
    await using keys = await startKeys();
    await using face = await startFace({ who }, { http: { issuer: keys.logins } });
    const token = await tokenFor('anna');
    keys.state.isDown = true;
    const { status, error, header } = await ask(face, token);
    expect([status, error?.message, header]).toEqual([
      503,
      'Logins cannot be checked now. Try again, or ask without a login.',
      null,
    ]);
    expect((await ask(face, null)).status).toBe(200);
    keys.state.isDown = false;
    expect((await ask(face, token)).data.me).toBe('anna');
  });

  test('that the issuer can no longer confirm stays valid until it ends', async () => {
    await using keys = await startKeys();
    await using face = await startFace({ who }, { http: { issuer: keys.logins } });
    const token = await tokenFor('anna');
    expect((await ask(face, token)).status).toBe(200);
    keys.state.isDown = true;
    expect((await ask(face, token)).data.me).toBe('anna');
  });

  test.each([
    ['a key', async () => ({ ...(await exportJWK(own.publicKey)), alg: 'ES256' })],
    ['a PEM', async () => exportSPKI(own.publicKey)],
  ])('is verified by %s that the gateway is given', async (_what, key) => {
    await using face = await startFace(
      { who },
      { http: { issuer: { key: await key(), issuer, audience } } },
    );
    expect((await ask(face, await tokenFor('anna'))).data.me).toBe('anna');
    expect((await ask(face, await tokenFor('anna', {}, other.privateKey))).status).toBe(401);
  });

  test('is verified by a shared secret, and by nothing else then', async () => {
    const secret = 'a secret that is long enough for it';
    await using face = await startFace({ who }, { http: { issuer: { key: secret } } });
    const signed = await new SignJWT({ sub: 'anna', exp: inAnHour() })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));
    expect((await ask(face, signed)).data.me).toBe('anna');
    expect((await ask(face, await tokenFor('anna'))).status).toBe(401);
  });

  test('without a usable key keeps the face from starting', async () => {
    await using face = await startFace({ who });
    const start = (issuer: object) => startHttp(face.tester.gateway, { port: 0, issuer });
    await expect(start({})).rejects.toThrow('An issuer needs a JWKS address or a key.');
    await expect(start({ jwksUrl: 'nowhere' })).rejects.toThrow('Invalid URL');
    await expect(
      start({ key: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' }),
    ).rejects.toThrow('The public key is of a kind that is not supported.');
  });
});

const identityOperation =
  'query ($subject: ID!) { roles: grants(of: $subject) { role validFrom validTo } }';

/** A subgraph that keeps roles, and shows them to the system alone. */
function rolesSubgraph(rolesOf: (subject: string) => unknown): SubgraphSource {
  return {
    sdl: 'type Query { grants(of: ID!): [Grant!] } type Grant { role: String!  validFrom: String  validTo: String }',
    resolvers: {
      Query: {
        grants(_parent, { of }: { of: string }, { identity }: Context) {
          if (JSON.stringify(identity?.roles) !== '[{"role":"SYSTEM"}]')
            throw new Error('Not for you.');
          return rolesOf(of);
        },
      },
    },
  };
}

describe('roles', () => {
  test('are asked of the graph itself, as the system, beside those of the login', async () => {
    await using keys = await startKeys();
    const grants = rolesSubgraph((subject) => [{ role: `of ${subject}` }]);
    await using face = await startFace(
      { who, grants },
      { http: { issuer: keys.logins }, identityOperation },
    );
    const { data } = await ask(face, await tokenFor('anna', { groups: ['G'] }));
    expect(JSON.parse(data.roles)).toEqual([
      { role: 'of anna', validFrom: null, validTo: null },
      'G',
    ]);
    expect((await ask(face, null, '{ grants(of: "anna") { role } }')).error?.message).toBe(
      'Not for you.',
    );
  });

  test('never make a reader the system', async () => {
    await using keys = await startKeys();
    const grants = rolesSubgraph(() => [{ role: 'SYSTEM' }]);
    await using face = await startFace(
      { who, grants },
      { http: { issuer: keys.logins }, identityOperation },
    );
    const token = await tokenFor('system', { groups: ['SYSTEM', { role: 'SYSTEM' }, null, 'G'] });
    expect((await ask(face, token)).data).toEqual({ me: 'system', roles: '[null,"G"]' });
    expect((await ask(face, token, '{ grants(of: "a") { role } }')).error?.message).toBe(
      'Not for you.',
    );
  });

  test('are asked once for those who come at the same time, and kept for a while', async () => {
    await using keys = await startKeys();
    const asked: string[] = [];
    const grants = rolesSubgraph((subject) => {
      asked.push(subject);
      return [];
    });
    await using face = await startFace(
      { who, grants },
      { http: { issuer: keys.logins }, identityOperation, identityTtl: 60_000 },
    );
    const [anna, ben] = await Promise.all([tokenFor('anna'), tokenFor('ben')]);
    await Promise.all([anna, anna, ben, anna].map((token) => ask(face, token)));
    await ask(face, anna);
    expect(asked.sort()).toEqual(['anna', 'ben']);
  });

  test('are asked at every request when nothing is to be kept', async () => {
    await using keys = await startKeys();
    let count = 0;
    const grants = rolesSubgraph(() => [{ role: `R${++count}` }]);
    await using face = await startFace(
      { who, grants },
      { http: { issuer: keys.logins }, identityOperation, identityTtl: 0 },
    );
    const token = await tokenFor('anna');
    expect((await ask(face, token)).data.roles).toContain('R1');
    expect((await ask(face, token)).data.roles).toContain('R2');
  });

  test('that cannot be read refuse the request, say nothing of why, and are asked again', async () => {
    await using keys = await startKeys();
    let answer: () => unknown = () => {
      throw new Error('the table of grants is locked');
    };
    const grants = rolesSubgraph(() => answer());
    await using face = await startFace(
      { who, grants },
      { http: { issuer: keys.logins }, identityOperation, identityTtl: 60_000 },
    );
    const token = await tokenFor('anna');
    const refused = [await ask(face, token)];
    answer = () => null;
    refused.push(await ask(face, token));
    for (const { status, data, errors } of refused) {
      expect([status, data]).toEqual([503, undefined]);
      expect(errors).toEqual([
        {
          message: 'Your roles could not be read. Try again, or ask without a login.',
          extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
        },
      ]);
    }
    answer = () => [{ role: 'R' }];
    expect((await ask(face, token)).data.roles).toContain('R');
  });

  test('hold by the clock at each use, also those that are kept', async () => {
    await using keys = await startKeys();
    let now = '';
    const grants = rolesSubgraph(() => [
      { role: 'days', validFrom: '2026-03-01', validTo: '2026-03-31' },
      { role: 'instants', validFrom: '2026-03-01T12:00:00Z', validTo: '2026-03-31T12:00:00+02:00' },
      { role: 'open', validFrom: null, validTo: null },
      { role: 'unreadable', validFrom: 'spring', validTo: null },
      { role: 'unreadable', validFrom: null, validTo: 'autumn' },
    ]);
    await using face = await startFace(
      { who, grants },
      {
        http: { issuer: keys.logins },
        identityOperation,
        identityTtl: 60_000,
        now: () => new Date(now),
      },
    );
    const token = await tokenFor('anna', { groups: [{ role: 'timed', validTo: 1_700_000_000 }] });
    const held = async (at: string) => {
      now = at;
      const { data } = await ask(face, token);
      return JSON.parse(data.roles).map(({ role }: { role: string }) => role);
    };
    expect(await held('2026-02-28T23:59:59.999Z')).toEqual(['open']);
    expect(await held('2026-03-01T00:00:00Z')).toEqual(['days', 'open']);
    expect(await held('2026-03-01T12:00:00Z')).toEqual(['days', 'instants', 'open']);
    expect(await held('2026-03-31T09:59:59Z')).toEqual(['days', 'instants', 'open']);
    expect(await held('2026-03-31T10:00:00Z')).toEqual(['days', 'open']);
    expect(await held('2026-03-31T23:59:59Z')).toEqual(['days', 'open']);
    expect(await held('2026-04-01T00:00:00Z')).toEqual(['open']);
  });

  test('of one reader never reach the answer of another', async () => {
    await using keys = await startKeys();
    const grants = rolesSubgraph((subject) => [{ role: subject }]);
    await using face = await startFace(
      { who, grants },
      { http: { issuer: keys.logins }, identityOperation, identityTtl: 0 },
    );
    const subjects = ['anna', 'ben', null, 'chen', 'dina'];
    const tokens = await Promise.all(
      subjects.map((name) => name && tokenFor(name, { groups: [`G-${name}`] })),
    );
    const all = Array.from({ length: 100 }, async (_, n) => {
      const subject = subjects[n % subjects.length] ?? null;
      const { data } = await ask(face, tokens[n % subjects.length] ?? null);
      const expected = subject && [
        { role: subject, validFrom: null, validTo: null },
        `G-${subject}`,
      ];
      expect(data).toEqual({ me: subject ?? 'the public', roles: JSON.stringify(expected) });
    });
    await Promise.all(all);
    expect(all).toHaveLength(100);
  });

  test('of very many readers do not fill the memory', async () => {
    let asked = 0;
    const execute = async () => {
      asked++;
      return { data: { roles: [] } };
    };
    const identify = createRoles({ execute } as never, { identityOperation, identityTtl: 60_000 });
    const verified = { claims: {}, scopes: [], roles: [] };
    for (let n = 0; n <= 10_000; n++) await identify({ subject: String(n), ...verified });
    await identify({ subject: '0', ...verified });
    expect(asked).toBe(10_002);
  });
});
