import { reader, type TestSubgraph, testSubgraph } from '@network/schema/testing';
import type { Unstored } from '@network/storage';
import {
  type RegionalNetworkDocument,
  type RegionalNetworkFigureDocument,
  regionalNetworkFigures,
  regionalNetworks,
  toRegionalNetworkDocument,
} from '../src/documents.ts';
import { schema } from '../src/schema.ts';

export const secretariat = reader('sofia', ['SECRETARIAT']);
export const publisher = reader('anna', ['PUBLISHER', 'RegionalNetwork', 'asia-pacific']);

const footnote = { document: '002', at: 'footnote 1' };

function member(organization: string, validFrom: string | null, validTo: string | null) {
  return { organization, validFrom, validTo, citations: [footnote] };
}

/** IOM left and came back, WHO joins later than the tests' day. */
export const asiaPacific: Unstored<RegionalNetworkDocument> = toRegionalNetworkDocument({
  _id: 'asia-pacific',
  name: {
    original: 'zh',
    texts: { zh: '亚洲及太平洋区域网络', en: 'Regional Network for Asia and the Pacific' },
    unofficial: ['en'],
  },
  region: 'asia-pacific',
  members: [
    member('escap', null, null),
    member('iom', '2019-05-01', '2020-12-31'),
    member('wfp', '2020-06-01', null),
    member('iom', '2021-02-01', null),
    member('who', '2021-06-01', null),
  ],
  citations: [footnote],
});

export function networkOf(
  id: string,
  members: [organization: string, validFrom: string | null, validTo: string | null][],
): Unstored<RegionalNetworkDocument> {
  return toRegionalNetworkDocument({
    _id: id,
    name: { original: 'en', texts: { en: `Regional Network ${id}` } },
    region: id,
    members: members.map((parts) => member(...parts)),
    citations: [footnote],
  });
}

const figure: Unstored<RegionalNetworkFigureDocument> = {
  _id: 'regional-networks',
  label: { original: 'zh', texts: { zh: '区域网络', en: 'Regional networks' }, unofficial: ['en'] },
  value: 6,
  qualifier: 'EXACT',
  unit: { original: 'zh', texts: { zh: '区域网络', en: 'regional networks' }, unofficial: ['en'] },
  asOf: null,
  citations: [{ document: '001', at: '¶83' }],
};

/** A subgraph on 1 March 2021 that has the given networks. `null` puts the other subgraphs out of reach. */
export async function startedWith(
  networks: Unstored<RegionalNetworkDocument>[],
  others: Record<string, Record<string, object> | null> = {
    Region: { 'asia-pacific': {}, 'south-asia': {}, 'west-africa': {} },
    Organization: { escap: {}, iom: {}, unhcr: {}, wfp: {}, who: {} },
  },
): Promise<TestSubgraph> {
  const subgraph = await testSubgraph('regional-networks', schema, { others });
  const event = { at: '2021-01-01T00:00:00.000Z', by: 'system' };
  await subgraph.storage.collection(regionalNetworks, {}).load(networks, event);
  await subgraph.storage.collection(regionalNetworkFigures, {}).load([figure], event);
  return subgraph;
}
