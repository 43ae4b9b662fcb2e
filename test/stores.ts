// What lies in the stores, read past the graph: every event, and whether each document is whole.

import * as compact from '@network/compact/documents';
import * as countryNetworks from '@network/country-networks/documents';
import * as members from '@network/members/documents';
import * as regionalNetworks from '@network/regional-networks/documents';
import { type SubgraphName, subgraphs } from '@network/schema';
import * as statements from '@network/statements/documents';
import {
  type Change,
  type CollectionDefinition,
  openStorage,
  type Storage,
  type Stored,
  verifyChain,
} from '@network/storage';
import * as workingGroups from '@network/working-groups/documents';
import * as workstreams from '@network/workstreams/documents';

const modules: Record<SubgraphName, object> = {
  compact,
  members,
  'regional-networks': regionalNetworks,
  'country-networks': countryNetworks,
  workstreams,
  'working-groups': workingGroups,
  statements,
};

/** A document with all its events, archived ones too. */
export interface StoredRecord {
  subgraph: SubgraphName;
  collection: string;
  document: Stored;
}

/** Every event of every store: `members/roleGrants/secretariat:sara:1/1`. */
export async function eventsIn(storageUrl: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { name } of subgraphs) {
    await using opened = new AsyncDisposableStack();
    const storage = await openStorage(storageUrl, name);
    opened.defer(() => storage.close());
    ids.push(...(await changesOf(storage)).map(({ event }) => `${name}/${event.id}`));
  }
  return [...new Set(ids)].sort();
}

/**
 * Every document of every store. Throws for one that is not whole: its events are an unbroken chain, there are as many
 * as its version says, the last of them was written with it, and the feed has them all.
 */
export async function verifiedRecords(storageUrl: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for (const { name } of subgraphs) {
    await using opened = new AsyncDisposableStack();
    const storage = await openStorage(storageUrl, name);
    opened.defer(() => storage.close());
    const definitions = new Map(
      Object.values(modules[name])
        .filter(isDefinition)
        .map((one) => [one.name, one]),
    );
    const fed = new Map<string, Set<string>>();
    for (const { collection, documentId, event } of await changesOf(storage)) {
      const place = JSON.stringify([collection, documentId]);
      fed.set(place, (fed.get(place) ?? new Set()).add(event.hash));
    }
    for (const [place, hashes] of fed) {
      const [collection, id] = JSON.parse(place) as [string, string];
      const definition = definitions.get(collection);
      if (!definition) throw new Error(`${name}: nothing defines the collection ${collection}`);
      const [document] = await storage.collection(definition, {}).getMany([id]);
      const history = await storage.history(definition, id);
      const isWhole =
        document !== undefined &&
        verifyChain(history) === undefined &&
        history.length === document.version &&
        history.length === hashes.size &&
        history.every((event) => hashes.has(event.hash)) &&
        history.at(-1)?.hash === document.history.at(-1)?.hash;
      if (!isWhole) throw new Error(`${name}: ${collection} ${id} is not whole`);
      records.push({ subgraph: name, collection, document });
    }
  }
  return records;
}

async function changesOf(storage: Storage): Promise<Change[]> {
  const changes: Change[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await storage.changes(cursor, 1_000);
    changes.push(...page);
    const last = page.at(-1);
    if (!last || page.length < 1_000) return changes;
    cursor = last.cursor;
  }
}

function isDefinition(value: unknown): value is CollectionDefinition<Stored> {
  return typeof value === 'object' && value !== null && 'indexes' in value && 'name' in value;
}
