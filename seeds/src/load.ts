// In: the seed files, and a way to open each subgraph's store. Out: their records stored, and how many were new, changed
// or left alone. One wrong record in any file, and nothing is loaded at all.

import { guidingPrinciples, objectives, regions, thematicAreas } from '@network/compact/documents';
import {
  countryNetworkFigures,
  countryNetworks,
  pilots,
} from '@network/country-networks/documents';
import {
  bodies,
  organizations,
  stakeholderGroups,
  toBodyDocument,
} from '@network/members/documents';
import {
  regionalNetworkFigures,
  regionalNetworks,
  toRegionalNetworkDocument,
} from '@network/regional-networks/documents';
import type { SubgraphName } from '@network/schema';
import { statements, toStatementDocument } from '@network/statements/documents';
import type { CollectionDefinition, LoadResult, Storage, Stored, Unstored } from '@network/storage';
import {
  products,
  toWorkingGroupDocument,
  workingGroupRules,
  workingGroups,
} from '@network/working-groups/documents';
import {
  activities,
  toWorkstreamDocument,
  workplans,
  workstreams,
} from '@network/workstreams/documents';
import { readSeeds } from './read.ts';
import type { FileName, RecordOf, Seeds } from './records.ts';

export { defaultDirectory, InvalidSeeds, readSeeds } from './read.ts';
export type { FileName, RecordOf, Seeds } from './records.ts';

/** Where the records of a file are stored. */
export interface SeedFile {
  file: FileName;
  subgraph: SubgraphName;
  collection: CollectionDefinition<Stored>;
  documentsOf(seeds: Seeds): Unstored<Stored>[];
}

interface SeedFileParts<Name extends FileName, T extends Stored> {
  file: Name;
  subgraph: SubgraphName;
  collection: CollectionDefinition<T>;
  /** The one place where a record becomes a document. */
  toDocument(record: RecordOf<Name>): Unstored<T>;
}

function seedFile<Name extends FileName, T extends Stored>(
  parts: SeedFileParts<Name, T>,
): SeedFile {
  const { file, subgraph, collection, toDocument } = parts;
  return { file, subgraph, collection, documentsOf: (seeds) => seeds[file].map(toDocument) };
}

/** A document that says what the record says. */
function asStated<R extends { id: string }>({ id, ...rest }: R) {
  return { _id: id, ...rest };
}

/** In the order in which they are loaded. */
export const seedFiles: readonly SeedFile[] = [
  seedFile({
    file: 'objectives.yaml',
    subgraph: 'compact',
    collection: objectives,
    toDocument: asStated,
  }),
  seedFile({
    file: 'guiding-principles.yaml',
    subgraph: 'compact',
    collection: guidingPrinciples,
    toDocument: asStated,
  }),
  seedFile({
    file: 'thematic-areas.yaml',
    subgraph: 'compact',
    collection: thematicAreas,
    toDocument: asStated,
  }),
  seedFile({
    file: 'regions.yaml',
    subgraph: 'compact',
    collection: regions,
    toDocument: asStated,
  }),
  seedFile({
    file: 'organizations.yaml',
    subgraph: 'members',
    collection: organizations,
    toDocument: asStated,
  }),
  seedFile({
    file: 'bodies.yaml',
    subgraph: 'members',
    collection: bodies,
    toDocument: (record) => toBodyDocument(asStated(record)),
  }),
  seedFile({
    file: 'stakeholder-groups.yaml',
    subgraph: 'members',
    collection: stakeholderGroups,
    toDocument: asStated,
  }),
  seedFile({
    file: 'regional-networks.yaml',
    subgraph: 'regional-networks',
    collection: regionalNetworks,
    toDocument: (record) => toRegionalNetworkDocument(asStated(record)),
  }),
  seedFile({
    file: 'regional-network-figures.yaml',
    subgraph: 'regional-networks',
    collection: regionalNetworkFigures,
    toDocument: asStated,
  }),
  seedFile({
    file: 'country-networks.yaml',
    subgraph: 'country-networks',
    collection: countryNetworks,
    toDocument: asStated,
  }),
  seedFile({
    file: 'pilots.yaml',
    subgraph: 'country-networks',
    collection: pilots,
    toDocument: asStated,
  }),
  seedFile({
    file: 'country-network-figures.yaml',
    subgraph: 'country-networks',
    collection: countryNetworkFigures,
    toDocument: asStated,
  }),
  seedFile({
    file: 'workplans.yaml',
    subgraph: 'workstreams',
    collection: workplans,
    toDocument: asStated,
  }),
  seedFile({
    file: 'workstreams.yaml',
    subgraph: 'workstreams',
    collection: workstreams,
    toDocument: (record) => toWorkstreamDocument(asStated(record)),
  }),
  seedFile({
    file: 'activities.yaml',
    subgraph: 'workstreams',
    collection: activities,
    toDocument: asStated,
  }),
  seedFile({
    file: 'working-groups.yaml',
    subgraph: 'working-groups',
    collection: workingGroups,
    toDocument: (record) => toWorkingGroupDocument(asStated(record)),
  }),
  seedFile({
    file: 'working-group-rules.yaml',
    subgraph: 'working-groups',
    collection: workingGroupRules,
    toDocument: asStated,
  }),
  seedFile({
    file: 'products.yaml',
    subgraph: 'working-groups',
    collection: products,
    toDocument: asStated,
  }),
  seedFile({
    file: 'statements.yaml',
    subgraph: 'statements',
    collection: statements,
    toDocument: (record) => toStatementDocument(asStated(record)),
  }),
];

/** How one file went. */
export interface SeedProgress extends LoadResult {
  file: FileName;
  subgraph: SubgraphName;
  records: number;
}

export interface SeedSummary extends LoadResult {
  records: number;
  files: SeedProgress[];
}

export interface LoadSeedsOptions {
  /** The store of a subgraph; whoever opened it closes it. */
  openStorage(subgraph: SubgraphName): Promise<Storage> | Storage;
  now(): Date;
  onProgress?(progress: SeedProgress): void;
  /** Default: `seeds/data`. */
  directory?: string;
  /** Only the files of these subgraphs are loaded; all files are validated all the same. Default: all. */
  only?: readonly string[];
}

/**
 * Reads and validates all files, then loads them. Safe to run again: a record that nobody edited since follows its seed, an
 * edited one stays, none is deleted. Throws `InvalidSeeds` before anything is opened.
 */
export async function loadSeeds(options: LoadSeedsOptions): Promise<SeedSummary> {
  const { openStorage, now, onProgress, directory, only } = options;
  const seeds = await readSeeds(directory);
  const stores = new Map<SubgraphName, Storage>();
  const summary: SeedSummary = {
    records: 0,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    kept: 0,
    files: [],
  };
  for (const { file, subgraph, collection, documentsOf } of seedFiles) {
    if (only && !only.includes(subgraph)) continue;
    const storage = stores.get(subgraph) ?? (await openStorage(subgraph));
    stores.set(subgraph, storage);
    const documents = documentsOf(seeds);
    const result = await storage
      .collection(collection, {})
      .load(documents, { at: now().toISOString(), by: 'system' });
    const progress = { file, subgraph, records: documents.length, ...result };
    summary.files.push(progress);
    summary.records += progress.records;
    summary.inserted += progress.inserted;
    summary.updated += progress.updated;
    summary.unchanged += progress.unchanged;
    summary.kept += progress.kept;
    onProgress?.(progress);
  }
  return summary;
}
