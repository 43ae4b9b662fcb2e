import type { PlatformOptions } from '@network/platform';
import { startTestPlatform, type TestGraph, type TestPlatform, written } from './client.ts';
import { clearStatement, draftStatement } from './one-voice.ts';
import { openRound, publishReport } from './reports.ts';

/** The clock of a graph on which `publish` is to run. */
export const beforePublications = '2026-07-01T09:00:00.000Z';

export async function startWithPublications(options: PlatformOptions = {}): Promise<TestPlatform> {
  const test = await startTestPlatform(beforePublications, options);
  await publish(test);
  return test;
}

/** Two regions publish reports on thematic workstream 2, and a statement that cites objective 13 is issued. */
export async function publish(test: TestGraph): Promise<void> {
  const secretariat = await test.login('sara', 'SECRETARIAT');
  written(
    await secretariat(
      'mutation { registerRegionalNetwork(input: { id: "west-africa", name: { language: FR, text: "Réseau régional pour l’Afrique de l’Ouest" }, reason: "Established" }) { record { id } problems { message path } } }',
    ),
    'registerRegionalNetwork',
  );
  await openRound(secretariat, {
    units: ['asia-pacific', 'west-africa'],
    workstreams: ['thematic-2'],
  });
  for (const [unit, narrative] of [
    ['asia-pacific', 'Peer exchanges were held.'],
    ['west-africa', 'A good practice was documented.'],
  ] as const) {
    await publishReport(
      {
        publisher: await test.login(`publisher-${unit}`, `PUBLISHER:RegionalNetwork:${unit}`),
        validator: await test.login(`validator-${unit}`, `VALIDATOR:RegionalNetwork:${unit}`),
      },
      { unit, subject: 'thematic-2', status: 'ONGOING', narrative },
    );
  }
  const draft = await draftStatement(test, '2026-07-alternatives');
  await clearStatement(draft);
  await draft.step('openSilence', { deadline: '2026-07-08T09:00:00.000Z', zone: 'UTC' });
  test.clock.now = new Date('2026-07-08T09:00:00.001Z');
  await draft.step('issueStatement', { zone: 'UTC' });
}
