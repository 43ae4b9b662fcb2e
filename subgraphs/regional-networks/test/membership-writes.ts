import { problems } from '@network/schema/testing';

export const add = `mutation ($input: AddRegionalNetworkMembersInput!) {
  addRegionalNetworkMembers(input: $input) {
    record {
      version
      members(asOf: "2021-07-01") { edges { node { organization { id } validFrom validTo source { text } } } }
      history { edges { node { sequence at type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

export const addUnhcr = {
  regionalNetworkId: 'asia-pacific',
  version: 1,
  members: [{ organizationId: 'unhcr', validFrom: '2021-03-15' }],
  source: { language: 'EN', text: 'Meeting of 12 March 2021' },
  reason: 'Joined at the annual meeting',
};

export const end = `mutation ($input: EndRegionalNetworkMembershipInput!) {
  endRegionalNetworkMembership(input: $input) {
    record {
      version
      before: members(asOf: "2021-03-31") { edges { node { organization { id } validFrom validTo } } }
      after: members(asOf: "2021-04-01") { edges { node { organization { id } } } }
      history { edges { node { sequence type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

export const endIom = {
  regionalNetworkId: 'asia-pacific',
  version: 1,
  organizationId: 'iom',
  validTo: '2021-03-31',
  reason: 'Leaves at its own wish',
};
