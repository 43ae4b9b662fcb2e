import {
  memberIdsOf,
  type StoredCitation,
  type StoredFigure,
  type StoredMembership,
  type StoredText,
} from '@network/schema';
import { defineCollection, type Stored } from '@network/storage';

export interface RegionalNetworkDocument extends Stored {
  /** `asia-pacific` */
  _id: string;
  name: StoredText;
  /** The Network's own region: an id of `Region`; null while the graph does not have it. */
  region: string | null;
  /** Present, former and future members in the order in which they were stated. */
  members: StoredMembership[];
  /** The organizations among `members`, each once. */
  memberIds: string[];
  /** Where the secretariat has it from, in its words: only for what it wrote itself. */
  source?: StoredText;
  citations: StoredCitation[];
}

/** A total that a source states about regional networks. */
export interface RegionalNetworkFigureDocument extends Stored, StoredFigure {}

export const regionalNetworks = defineCollection<RegionalNetworkDocument>('regionalNetworks', [
  { fields: ['region'] },
  { fields: ['memberIds'], array: 'memberIds' },
]);
export const regionalNetworkFigures =
  defineCollection<RegionalNetworkFigureDocument>('regionalNetworkFigures');

/** A network as it is stored: with what it is found by. */
export function toRegionalNetworkDocument<Seed extends { members: StoredMembership[] }>(
  network: Seed,
): Seed & Pick<RegionalNetworkDocument, 'memberIds'> {
  return { ...network, memberIds: memberIdsOf(network.members) };
}
