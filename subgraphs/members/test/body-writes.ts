import { problems } from './fixtures.ts';

export const add = `mutation ($input: AddBodyMemberInput!) { addBodyMember(input: $input) {
  record {
    id version
    members(asOf: "2021-05-01") { edges { node { organization { id } validFrom validTo source { text } } } }
    history { edges { node { sequence type by reason facts { name value } } } }
  }
  ${problems}
} }`;

export const interpol = {
  bodyId: 'executive-committee',
  version: 1,
  organizationId: 'interpol',
  validFrom: '2021-05-01',
  source: { language: 'EN', text: 'Minutes of 26 February 2021.' },
  reason: 'Agreed by the principals.',
};

export const end = `mutation ($input: EndBodyMembershipInput!) { endBodyMembership(input: $input) {
  record { version members { edges { node { organization { id } validTo } } } }
  ${problems}
} }`;

export const iomLeaves = {
  bodyId: 'executive-committee',
  version: 1,
  organizationId: 'iom',
  validTo: '2021-03-31',
  reason: 'The composition was reviewed.',
};
