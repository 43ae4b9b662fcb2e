import { signIdentity, verifyIdentity } from '@network/schema/identity';
import { describe, expect, it } from 'vitest';

const options = { secret: 'a secret', audience: 'members', now: 1_600_000_000_000 };
const identity = {
  subject: 'anna',
  roles: [{ role: 'SECRETARIAT', scope: null }],
  exp: 1_700_000_000,
};

describe('the identity that the gateway hands to a subgraph', () => {
  it('comes out of its token as it went in, with the end of the token', () => {
    expect(verifyIdentity(signIdentity(identity, options), options)).toEqual({
      ...identity,
      exp: 1_600_000_060,
    });
  });

  it('never lives longer than the login it stands for', () => {
    const token = signIdentity({ ...identity, exp: 1_600_000_010 }, options);
    expect(verifyIdentity(token, options)?.exp).toBe(1_600_000_010);
    expect(verifyIdentity(token, { ...options, now: 1_600_000_010_000 })).toBeNull();
  });

  it.each([
    ['another audience', { ...options, audience: 'statements' }],
    ['another secret', { ...options, secret: 'another secret' }],
    ['a time after its 60 seconds', { ...options, now: options.now + 60_000 }],
  ])('is refused for %s', (_, other) => {
    expect(verifyIdentity(signIdentity(identity, options), other)).toBeNull();
  });

  it('is refused when anything in it is changed', () => {
    const [head, body = '', mark] = signIdentity(identity, options).split('.');
    const other = Buffer.from(
      Buffer.from(body, 'base64url').toString().replace('anna', 'eve!'),
    ).toString('base64url');
    expect(verifyIdentity([head, other, mark].join('.'), options)).toBeNull();
    const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    expect(verifyIdentity([unsigned, body, ''].join('.'), options)).toBeNull();
    expect(verifyIdentity('', options)).toBeNull();
    expect(verifyIdentity(`${head}.${body}.${mark}.more`, options)).toBeNull();
  });
});
