import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, reasonOf } from '../src/settings.ts';

const root = join(import.meta.dirname, '../..');

describe('the environment', () => {
  it('says nothing: the embedded store in the repository, this machine alone, port 4000', () => {
    const settings = {
      storageUrl: `sqlite:${join(root, 'data')}`,
      folder: join(root, 'data'),
      host: '127.0.0.1',
      port: 4000,
      logins: null,
    };
    expect(readSettings({})).toEqual(settings);
    expect(readSettings({ STORAGE_URL: '', HOST: '', PORT: '', ISSUER_JWKS: '' })).toEqual(
      settings,
    );
  });

  it.each([
    ['sqlite:./elsewhere', `sqlite:${join(root, 'elsewhere')}`, join(root, 'elsewhere')],
    ['sqlite:/var/network', 'sqlite:/var/network', '/var/network'],
    ['sqlite::memory:', 'sqlite::memory:', join(root, 'data')],
    ['mongodb://localhost/one', 'mongodb://localhost/one', join(root, 'data')],
  ])('names the store %s', (STORAGE_URL, storageUrl, folder) => {
    expect(readSettings({ STORAGE_URL })).toMatchObject({ storageUrl, folder });
  });

  it('names an address and a port, which has to be one', () => {
    expect(readSettings({ HOST: '::1', PORT: '0' })).toMatchObject({ host: '::1', port: 0 });
    for (const PORT of ['http', '-1', '65536', '80.5', '4000;']) {
      expect(() => readSettings({ PORT })).toThrow(
        `PORT is a number from 0 to 65535, not "${PORT}"`,
      );
    }
  });

  it('names an issuer with all that a login has to state', () => {
    const issuer = {
      ISSUER_JWKS: 'https://login.example.org/keys',
      ISSUER: 'https://login.example.org',
      ISSUER_AUDIENCE: 'network',
    };
    const logins = {
      jwksUrl: 'https://login.example.org/keys',
      issuer: 'https://login.example.org',
      audience: 'network',
    };
    expect(readSettings(issuer).logins).toEqual(logins);
    expect(readSettings({ ...issuer, ISSUER_ROLES_CLAIM: 'groups' }).logins).toEqual({
      ...logins,
      rolesClaim: 'groups',
    });
    for (const missing of ['ISSUER', 'ISSUER_AUDIENCE']) {
      expect(() => readSettings({ ...issuer, [missing]: '' })).toThrow(
        'ISSUER and ISSUER_AUDIENCE say what a login has to state',
      );
    }
    expect(() => readSettings({ ...issuer, ISSUER_JWKS: 'keys' })).toThrow('ISSUER_JWKS');
  });
});

it('a port in use is said with what to do about it, everything else in its own words', () => {
  const inUse = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', port: 4000 });
  expect(reasonOf(inUse)).toBe('Port 4000 is in use: set PORT to another one.');
  expect(reasonOf(new Error('The disk is full.'))).toBe('The disk is full.');
});
