import type { Identity } from '@network/schema';
import type { TestSubgraph } from '@network/schema/testing';
import { expect } from 'vitest';
import { problems, secretariat, smallNetwork } from './fixtures.ts';

export const grant = `mutation ($input: GrantRoleInput!) { grantRole(input: $input) {
  record {
    id subject role scope { type id } validFrom validTo version
    history { edges { node { sequence type by reason facts { name value } } } }
  }
  ${problems}
} }`;

export const revoke = `mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) {
  record {
    id validFrom validTo version
    history { edges { node { sequence type by reason facts { name value } } } }
  }
  ${problems}
} }`;

export interface Payload {
  record: { id: string; version: number } | null;
  problems: { __typename: string; path: string[] }[];
}

export async function grantRole(
  subgraph: TestSubgraph,
  input: object,
  as: Identity | null = secretariat,
): Promise<Payload> {
  const result = await subgraph.run(grant, { variables: { input }, ...(as && { as }) });
  expect(result.errors).toBeUndefined();
  return result.data?.grantRole as Payload;
}

export async function revokeRole(
  subgraph: TestSubgraph,
  input: object,
  as: Identity | null = secretariat,
): Promise<Payload> {
  const result = await subgraph.run(revoke, { variables: { input }, ...(as && { as }) });
  expect(result.errors).toBeUndefined();
  return result.data?.revokeRole as Payload;
}

export const forAnna = {
  subject: 'anna',
  role: 'PUBLISHER',
  scope: { type: 'REGIONAL_NETWORK', id: 'asia-pacific' },
  reason: 'Named by the regional network.',
};
export const annasGrant = 'publisher:RegionalNetwork:asia-pacific:anna:1';

/** Grants to two people: one that holds, one that is over, one that is yet to begin, one of the other person. */
export async function grantsOfTwo() {
  const subgraph = await smallNetwork();
  subgraph.clock.now = new Date('2020-01-01T00:00:00.000Z');
  await grantRole(subgraph, { ...forAnna, validTo: '2020-12-31' });
  await grantRole(subgraph, { ...forAnna, role: 'VALIDATOR' });
  await grantRole(subgraph, {
    ...forAnna,
    role: 'FOCAL_POINT',
    scope: { type: 'ORGANIZATION', id: 'iom' },
    validFrom: '2021-06-01',
    validTo: '2021-12-31',
  });
  await grantRole(subgraph, {
    ...forAnna,
    subject: 'omar',
    role: 'TRANSLATOR',
    scope: { type: 'LANGUAGE', id: 'ar' },
  });
  subgraph.clock.now = new Date('2021-03-01T12:00:00.000Z');
  return subgraph;
}

export const identityOperation =
  'query ($subject: ID!) { roles: rolesOf(subject: $subject) { role scope { type id } validFrom validTo } }';
