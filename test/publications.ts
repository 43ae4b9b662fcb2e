import { startTestPlatform, type TestPlatform, written } from './client.ts';
import { clearStatement, draftStatement } from './one-voice.ts';
import { openRound, publishReport } from './reports.ts';

/** Two regions have published reports on thematic workstream 2, and a statement that cites objective 13 is issued. */
export async function startWithPublications(): Promise<TestPlatform> {
  const test = await startTestPlatform('2026-07-01T09:00:00.000Z');
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
  return test;
}
