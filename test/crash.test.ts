import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RoleGrantDocument } from '@network/members/documents';
import type { WorkingGroupDocument } from '@network/working-groups/documents';
import type { StatusReportDocument } from '@network/workstreams/documents';
import { expect, it } from 'vitest';
import { openIssuer, roleClaimOf } from '../platform/src/issuer.ts';
import { type Client, clientOf, written } from './client.ts';
import { temporaryFolder } from './distributed.ts';
import { startPlatformProcess } from './platform-process.ts';
import { openRound } from './reports.ts';
import { type StoredRecord, verifiedRecords } from './stores.ts';

/** How many acknowledged writes each life of the platform gets before it is killed. */
const lives = [12, 31, 17, 27, 22];
const reason = 'Written while it may end at any moment';
const reportId = 'thematic-2.RegionalNetwork.asia-pacific.2026-H1';

/** One kind of write: it says `attempt n` in its texts and gives the version or the id that was acknowledged. */
type Write = (client: Client, n: number) => Promise<string>;

const mutate = async (client: Client, name: string, input: Record<string, unknown>) => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const answer = await client(
    `mutation ($input: ${type}!) { ${name}(input: $input) { record { id version } problems { message path } } }`,
    { input },
  );
  return written(answer, name) as { id: string; version: number };
};

const versionOf = async (client: Client, field: string, id: string): Promise<number | null> => {
  const { data } = await client(`query ($id: ID!) { ${field}(id: $id) { version } }`, { id });
  return data[field]?.version ?? null;
};

/** Two documents that grow, and two collections that do. */
const writes = {
  async reports(client, n) {
    const version = await versionOf(client, 'statusReport', reportId);
    const saved = await mutate(client, 'saveStatusReport', {
      round: '2026-H1',
      unit: { type: 'REGIONAL_NETWORK', id: 'asia-pacific' },
      subject: 'thematic-2',
      ...(version !== null && { version }),
      status: 'ONGOING',
      narrative: { language: 'EN', text: `attempt ${n}` },
      asOf: '2026-06-30',
    });
    return `${saved.version}`;
  },
  async charters(client, n) {
    const id = 'regular-pathways';
    const text = { language: 'EN', text: `attempt ${n}` };
    const changed = await mutate(client, 'setWorkingGroupCharter', {
      workingGroupId: id,
      version: await versionOf(client, 'workingGroup', id),
      outputs: [1, 2, 3].map(() => ({ output: text, measure: text, dueOn: '2999-12-31' })),
      reason,
    });
    return `${changed.version}`;
  },
  grants: async (client, n) =>
    (
      await mutate(client, 'grantRole', {
        subject: `person-${n}`,
        role: 'PUBLISHER',
        scope: { type: 'REGIONAL_NETWORK', id: 'asia-pacific' },
        reason: `${reason}: attempt ${n}`,
      })
    ).id,
  groups: async (client, n) =>
    (
      await mutate(client, 'registerWorkingGroup', {
        id: `group-${n}`,
        name: { language: 'EN', text: `attempt ${n}` },
        workstreamId: 'thematic-2',
        objectiveIds: ['objective-13', 'objective-7'],
        reason: `${reason}: attempt ${n}`,
      })
    ).id,
} satisfies Record<string, Write>;

it('every acknowledged write is there, none is half there and every chain holds after kill -9, again and again', async () => {
  await using opened = new AsyncDisposableStack();
  const folder = await temporaryFolder(opened);
  const issuer = await openIssuer(folder);
  const roles = ['SECRETARIAT', 'PUBLISHER:RegionalNetwork:asia-pacific'].map(roleClaimOf);
  const authorization = `Bearer ${await issuer.token('sara', { roles })}`;

  let attempts = 0;
  const acknowledged = {
    reports: new Map<string, number>(),
    charters: new Map<string, number>(),
    grants: new Map<string, number>(),
    groups: new Map<string, number>(),
  };
  for (const [life, most] of lives.entries()) {
    await using platform = await startPlatformProcess(folder);
    const client = clientOf(platform.url, { authorization });
    if (life === 0) await openRound(client, { workstreams: ['thematic-2'] });
    else expect(platform.output()).not.toMatch(/\d new|\d changed/);
    let heard = 0;
    let isKilled = false;
    const writeUntilKilled = async (kind: keyof typeof writes) => {
      while (!isKilled) {
        const n = ++attempts;
        let key: string;
        try {
          key = await writes[kind](client, n);
        } catch (error) {
          // Only the kill may cut a write off.
          if (isKilled) return;
          throw error;
        }
        acknowledged[kind].set(key, n);
        if (++heard === most) {
          isKilled = true;
          platform.signal('SIGKILL');
        }
      }
    };
    await Promise.all((Object.keys(writes) as (keyof typeof writes)[]).map(writeUntilKilled));
    expect((await platform.ended).signal).toBe('SIGKILL');
  }
  const counts = Object.values(acknowledged).map(({ size }) => size);
  expect(counts.reduce((sum, size) => sum + size)).toBeGreaterThanOrEqual(100);
  expect(Math.min(...counts)).toBeGreaterThan(lives.length);

  for (const file of readdirSync(folder).filter((name) => name.endsWith('.sqlite'))) {
    using database = new DatabaseSync(join(folder, file));
    expect(database.prepare('pragma integrity_check').all(), file).toEqual([
      { integrity_check: 'ok' },
    ]);
  }
  const records = await verifiedRecords(`sqlite:${folder}`);
  const among = <T>(collection: string) =>
    new Map(
      records
        .filter((record) => record.collection === collection)
        .map(({ document }: StoredRecord) => [document._id, document as unknown as T]),
    );

  /** A write that the kill cut off may be there, whole: one for each life. */
  const isGrown = (size: number, known: number) => size >= known && size <= known + lives.length;
  const lastOf = (versions: Map<string, number>) =>
    [...versions].map(([version, n]) => ({ version: Number(version), n })).at(-1);

  const report = among<StatusReportDocument>('statusReports').get(reportId);
  const lastReport = lastOf(acknowledged.reports);
  expect([lastReport?.version, (lastReport?.version ?? 0) + 1]).toContain(report?.version);
  if (report?.version === lastReport?.version) {
    expect(JSON.stringify(report)).toContain(`attempt ${lastReport?.n}`);
  }

  const workingGroups = among<WorkingGroupDocument>('workingGroups');
  const chartered = workingGroups.get('regular-pathways');
  const lastCharter = lastOf(acknowledged.charters);
  expect([lastCharter?.version, (lastCharter?.version ?? 0) + 1]).toContain(chartered?.version);
  const texts = chartered?.charter?.outputs.flatMap(({ output, measure }) => [output, measure]);
  expect(texts).toHaveLength(6);
  expect(new Set(texts?.map((text) => JSON.stringify(text))).size).toBe(1);

  const roleGrants = among<RoleGrantDocument>('roleGrants');
  expect(isGrown(roleGrants.size, acknowledged.grants.size)).toBe(true);
  for (const [id, n] of acknowledged.grants) {
    expect(roleGrants.get(id), id).toMatchObject({
      subject: `person-${n}`,
      history: [{ type: 'granted', by: 'sara', reason: `${reason}: attempt ${n}` }],
    });
  }
  expect(isGrown(workingGroups.size - 1, acknowledged.groups.size)).toBe(true);
  for (const [id, n] of acknowledged.groups) {
    expect(workingGroups.get(id), id).toMatchObject({
      objectives: ['objective-13', 'objective-7'],
      history: [{ type: 'registered', by: 'sara', reason: `${reason}: attempt ${n}` }],
    });
  }

  await using platform = await startPlatformProcess(folder);
  const { data } = await clientOf(platform.url, { authorization })(
    '{ objective(id: "objective-13") { workingGroups { totalCount } } workstream(id: "thematic-2") { workingGroups { totalCount } } roleGrants { totalCount } }',
  );
  const registered = [...workingGroups.values()].filter(({ objectives }) =>
    objectives.includes('objective-13'),
  );
  expect(data).toEqual({
    objective: { workingGroups: { totalCount: registered.length } },
    workstream: { workingGroups: { totalCount: workingGroups.size - 1 } },
    roleGrants: { totalCount: roleGrants.size },
  });
}, 120_000);
