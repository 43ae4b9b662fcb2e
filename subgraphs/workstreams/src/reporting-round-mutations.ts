import {
  type Context,
  eventOf,
  insertRecord,
  invalidValue,
  lengthProblems,
  load,
  type Problem,
  reasonInput,
  recordToChange,
  refuse,
  repetitionProblems,
  replaceRecord,
  requireSecretariat,
  textProblems,
  unknownRecord,
  versionInput,
} from '@network/schema';
import { mutation } from './builder.ts';
import type { StoredAssignedUnit } from './documents.ts';
import { Frequency, ReportingRound, source } from './reporting-round.ts';
import { bounds } from './reporting-settings.ts';
import {
  regionsOf,
  secretariatUnit,
  UnitInput,
  type UnitReference,
  unitKey,
} from './reporting-unit.ts';
import { source as workstreamSource } from './workstream.ts';

const keepingRounds = 'opens and changes reporting rounds';

mutation('openReportingRound', {
  description:
    'Sets a period and a window in which units report on workstreams. Only the secretariat may.',
  record: ReportingRound,
  input: (t) => ({
    id: t.id({
      required: true,
      description: 'The id it is to have for good, beginning with the year: `2026-H2`, `2026`.',
    }),
    frequency: t.field({
      type: Frequency,
      required: true,
      description: 'How often such rounds come; it decides when a report is overdue.',
    }),
    periodFrom: t.field({
      type: 'Date',
      required: true,
      description: 'The first day that the reports are about.',
    }),
    periodTo: t.field({
      type: 'Date',
      required: true,
      description: 'The last day that the reports are about.',
    }),
    opensAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'The instant from which reports can be saved.',
    }),
    dueAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'The last instant at which a report is in time.',
    }),
    units: t.field({
      type: [UnitInput],
      required: true,
      description: 'Who is to report, 1 to 200 units.',
    }),
    workstreams: t.idList({
      required: true,
      description: 'The ids of the workstreams they report on, 1 to 100.',
    }),
  }),
  resolve: async (input, context) => {
    requireSecretariat(context, keepingRounds);
    const { id, frequency, periodFrom, periodTo, opensAt, dueAt, workstreams } = input;
    const named = input.units.slice(0, bounds.units);
    const regions = await regionsOf(context, named);
    refuse([
      ...roundIdProblems(id),
      ...orderProblems(['periodTo'], { first: periodFrom, last: periodTo }),
      ...orderProblems(['dueAt'], { first: opensAt, last: dueAt }),
      ...lengthProblems(['units'], input.units, { least: 1, most: bounds.units }),
      ...lengthProblems(['workstreams'], workstreams, { least: 1, most: bounds.workstreams }),
      ...repetitionProblems((index) => ['units', index], input.units.map(unitKey)),
      ...repetitionProblems((index) => ['workstreams', index], workstreams),
      ...unknownUnits(['units'], named, regions),
      ...(await unknownWorkstreams(context, ['workstreams'], workstreams)),
    ]);
    const units = input.units.map((unit) => assigned(unit, regions));
    return insertRecord(context, source, {
      document: { _id: id, frequency, periodFrom, periodTo, opensAt, dueAt, units, workstreams },
      event: eventOf(context, 'opened', {
        onBehalfOf: secretariatUnit,
        detail: { opensAt, dueAt, units: units.map(({ unit }) => unit), workstreams },
      }),
    });
  },
});

mutation('changeReportingRound', {
  description:
    'Gives a round more time, or more units or workstreams; none are taken away, since reports may hang on them. Only the secretariat may.',
  record: ReportingRound,
  input: (t) => ({
    id: t.id({ required: true, description: 'The id of the round: `2026-H2`.' }),
    version: t.int(versionInput('round')),
    dueAt: t.field({
      type: 'DateTime',
      description: 'A later last instant at which a report is in time; left out, it stays.',
    }),
    addUnits: t.field({ type: [UnitInput], description: 'Who is to report as well.' }),
    addWorkstreams: t.idList({
      description: 'The ids of the workstreams that all units are to report on as well.',
    }),
    reason: t.string(reasonInput('Why the round is changed')),
  }),
  resolve: async (input, context) => {
    const round = await recordToChange(context, source, {
      type: 'ReportingRound',
      path: ['id'],
      id: input.id,
      version: input.version,
      authorize: () => requireSecretariat(context, keepingRounds),
    });
    const addUnits = input.addUnits ?? [];
    const named = addUnits.slice(0, bounds.units);
    const addWorkstreams = input.addWorkstreams ?? [];
    const dueAt = input.dueAt ?? round.dueAt;
    const regions = await regionsOf(context, named);
    const unitKeys = [...round.units.map(({ unit }) => unit), ...addUnits.map(unitKey)];
    const workstreams = [...round.workstreams, ...addWorkstreams];
    const { length: units } = round.units;
    const { length: subjects } = round.workstreams;
    refuse([
      ...(dueAt < round.dueAt
        ? [
            invalidValue(['dueAt'], 'A round can be given more time, not less.', [
              `${round.dueAt} or later`,
            ]),
          ]
        : []),
      ...lengthProblems(['addUnits'], unitKeys, { most: bounds.units }),
      ...lengthProblems(['addWorkstreams'], workstreams, { most: bounds.workstreams }),
      ...repetitionProblems((index) => ['addUnits', index - units], unitKeys),
      ...repetitionProblems((index) => ['addWorkstreams', index - subjects], workstreams),
      ...unknownUnits(['addUnits'], named, regions),
      ...(await unknownWorkstreams(context, ['addWorkstreams'], addWorkstreams)),
      ...textProblems(['reason'], input.reason, { longest: bounds.reason }),
    ]);
    return replaceRecord(context, source, {
      document: {
        ...round,
        dueAt,
        units: [...round.units, ...addUnits.map((unit) => assigned(unit, regions))],
        workstreams,
      },
      event: eventOf(context, 'changed', {
        onBehalfOf: secretariatUnit,
        reason: input.reason,
        detail: {
          dueAt: { before: round.dueAt, after: dueAt },
          addedUnits: addUnits.map(unitKey),
          addedWorkstreams: addWorkstreams,
        },
      }),
    });
  },
});

function roundIdProblems(id: string): Problem[] {
  if (/^\d{4}(-[A-Z0-9]{1,12}){0,2}$/.test(id)) return [];
  return [
    invalidValue(['id'], `"${id.slice(0, 60)}" cannot be the id of a round.`, [
      'a year, then at most two parts of capital letters and digits: 2026, 2026-H2, 2026-Q3',
    ]),
  ];
}

function orderProblems(
  path: string[],
  { first, last }: { first: string; last: string },
): Problem[] {
  if (first < last) return [];
  return [
    invalidValue(path, `Its end (${last}) is not after its beginning (${first}).`, [
      `after ${first}`,
    ]),
  ];
}

function assigned(
  unit: UnitReference,
  regions: ReadonlyMap<string, string | null>,
): StoredAssignedUnit {
  const key = unitKey(unit);
  return { unit: key, region: regions.get(key) ?? null };
}

function unknownUnits(
  path: string[],
  units: readonly UnitReference[],
  regions: ReadonlyMap<string, string | null>,
): Problem[] {
  return units.flatMap((unit, index) => {
    if (!regions.has(unitKey(unit))) {
      return [unknownRecord([...path, index, 'id'], unit.type, unit.id)];
    }
    if (unit.type !== 'Body' || unitKey(unit) === secretariatUnit) return [];
    return [
      invalidValue([...path, index, 'id'], 'Of the bodies only the secretariat reports.', [
        'secretariat',
      ]),
    ];
  });
}

async function unknownWorkstreams(
  context: Context,
  path: string[],
  named: readonly string[],
): Promise<Problem[]> {
  const ids = named.slice(0, bounds.workstreams);
  const found = await Promise.all(ids.map((id) => load(context, workstreamSource, id)));
  return ids.flatMap((id, index) =>
    found[index] ? [] : [unknownRecord([...path, index], 'Workstream', id)],
  );
}
