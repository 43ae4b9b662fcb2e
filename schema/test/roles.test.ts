import {
  createContext,
  hasRole,
  isSecretariat,
  isSystem,
  rolesOf,
  scopesOf,
  systemIdentity,
} from '@network/schema';
import { openStorage } from '@network/storage';
import { expect, it } from 'vitest';

async function contextOf(roles: unknown[], now = '2021-03-01T12:00:00.000Z') {
  const storage = await openStorage('sqlite::memory:', 'members');
  return createContext({
    storage,
    now: () => new Date(now),
    newId: () => 'id',
    identity: { subject: 'anna', roles },
    acceptLanguage: '',
    ask: async () => [],
  });
}

const publisher = { role: 'PUBLISHER', scope: { type: 'RegionalNetwork', id: 'asia-pacific' } };

it('a role holds for its scope only', async () => {
  const context = await contextOf([publisher]);
  expect(hasRole(context, 'PUBLISHER', { type: 'RegionalNetwork', id: 'asia-pacific' })).toBe(true);
  expect(hasRole(context, 'PUBLISHER', { type: 'RegionalNetwork', id: 'africa' })).toBe(false);
  expect(hasRole(context, 'PUBLISHER', { type: 'CountryNetwork', id: 'asia-pacific' })).toBe(false);
  expect(scopesOf(context, 'PUBLISHER', 'RegionalNetwork')).toEqual(['asia-pacific']);
});

it('the type of a scope is understood as a login spells it and as the graph does, and is the same in code', async () => {
  const asEnum = { role: 'VALIDATOR', scope: { type: 'REGIONAL_NETWORK', id: 'africa' } };
  const context = await contextOf([publisher, asEnum]);
  expect(rolesOf(context)).toEqual([
    { ...publisher, validFrom: null, validTo: null },
    {
      role: 'VALIDATOR',
      scope: { type: 'RegionalNetwork', id: 'africa' },
      validFrom: null,
      validTo: null,
    },
  ]);
  expect(hasRole(context, 'VALIDATOR', { type: 'RegionalNetwork', id: 'africa' })).toBe(true);
});

it('a role holds on its first and its last day and on no other, by the context’s clock', async () => {
  const role = { ...publisher, validFrom: '2021-03-01', validTo: '2021-03-02' };
  const held = async (now: string) => rolesOf(await contextOf([role], now)).length;
  expect(await held('2021-02-28T23:59:59.999Z')).toBe(0);
  expect(await held('2021-03-01T00:00:00.000Z')).toBe(1);
  expect(await held('2021-03-02T23:59:59.999Z')).toBe(1);
  expect(await held('2021-03-03T00:00:00.000Z')).toBe(0);
});

it('what is no role of the Network is passed over', async () => {
  const context = await contextOf([
    null,
    'SECRETARIAT',
    { role: 'ADMIN' },
    { role: 'PUBLISHER' },
    { role: 'PUBLISHER', scope: { type: 'RegionalNetwork' } },
    { role: 'PUBLISHER', scope: { type: 'Regional_Network', id: 'africa' } },
    { role: 'PUBLISHER', scope: { type: 'Organization', id: 'iom' } },
    { role: 'SECRETARIAT', scope: { type: 'Organization', id: 'iom' } },
  ]);
  expect(rolesOf(context)).toEqual([]);
  expect(isSecretariat(context)).toBe(false);
});

it('only the platform itself is the system', async () => {
  expect(isSystem(await contextOf([{ role: 'SECRETARIAT' }]))).toBe(false);
  expect(isSystem({ ...(await contextOf([])), identity: systemIdentity })).toBe(true);
});
