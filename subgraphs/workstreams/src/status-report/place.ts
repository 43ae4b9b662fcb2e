import {
  type Context,
  eventOf,
  insertRecord,
  invalidValue,
  load,
  type Problem,
  Refused,
  refuse,
  refuseStale,
  staleWrite,
  unknownRecord,
  wrongState,
} from '@network/schema';
import { source as activitySource } from '../activity.ts';
import {
  type StatusReportDocument,
  type StoredReportContent,
  statusReports,
} from '../documents.ts';
import { source as roundSource, roundState } from '../reporting-round.ts';
import { regionOf, type UnitReference, unitKey } from '../reporting-unit.ts';
import { source as workstreamSource } from '../workstream.ts';
import { type Authority, authorityFor, type ReportAction } from './actions.ts';
import { begun, submitted } from './lifecycle.ts';
import { reports } from './visibility.ts';
import { overrideProblems, refuseWrongState, stepOf } from './writing.ts';

/** Which report is meant: it need not be there yet. */
export interface Place {
  round: string;
  unit: UnitReference;
  subject: string;
  version?: number | null | undefined;
  overrideReason?: string | null | undefined;
  /** What is wrong with the other values of the input. */
  problems: readonly Problem[];
}

export interface PlaceToWrite {
  identifying: Parameters<typeof begun>[0];
  /** The report as it stands there; null when nothing has been saved. */
  before: StatusReportDocument | null;
  authority: Authority;
}

/**
 * Where a draft is to be written: refused, in this order, when round or subject do not exist, the writer may not write
 * for the unit, has seen another version, the report is in another state, or it is not owed. That the writer lacks the
 * role is said without looking at the report, so that it says nothing about it.
 */
export async function placeToWrite(
  context: Context,
  action: ReportAction,
  input: Place,
): Promise<PlaceToWrite> {
  const [round, workstream, activity] = await Promise.all([
    load(context, roundSource, input.round),
    load(context, workstreamSource, input.subject),
    load(context, activitySource, input.subject),
  ]);
  const subject = workstream ?? activity;
  if (!round || !subject) {
    throw new Refused(
      ...(round ? [] : [unknownRecord(['round'], 'ReportingRound', input.round)]),
      ...(subject ? [] : [unknownRecord(['subject'], 'Workstream', input.subject)]),
    );
  }
  const unit = unitKey(input.unit);
  const region = await regionOf(context, input.unit);
  const { overrideReason } = input;
  const authority = authorityFor(context, { unit: { unit, region }, action, overrideReason });

  const identifying = {
    _id: `${input.subject}.${unit}.${round._id}`,
    subject: input.subject,
    subjectType: workstream ? ('Workstream' as const) : ('Activity' as const),
    workstream: activity?.workstream ?? input.subject,
    unit,
    round: round._id,
    region,
    series: `${input.subject}.${unit}`,
    periodTo: round.periodTo,
  };
  const stored = await load(context, reports, identifying._id);
  const before = stored && { ...stored, region };
  if (before) {
    await refuseStale(context, statusReports, { document: before, seen: input.version ?? 0 });
    refuseWrongState(context, before, { action, path: [] });
  } else if (roundState(round, context.now()) === 'PENDING') {
    throw new Refused(
      wrongState(['round'], `The round opens at ${round.opensAt}.`, {
        state: 'NOT_DUE',
        possible: [],
      }),
    );
  }
  refuse([
    ...(before === null && typeof input.version === 'number'
      ? [invalidValue(['version'], 'Nothing has been saved, so there is no version.', ['none'])]
      : []),
    ...(round.units.some((assigned) => assigned.unit === unit)
      ? []
      : [
          invalidValue(
            ['unit', 'id'],
            `${unit} owes no reports in this round.`,
            round.units.map((assigned) => assigned.unit),
          ),
        ]),
    ...(round.workstreams.includes(identifying.workstream)
      ? []
      : [
          invalidValue(
            ['subject'],
            `No reports on ${identifying.workstream} are owed in this round.`,
            round.workstreams,
          ),
        ]),
    ...input.problems,
    ...overrideProblems(authority),
  ]);
  return { identifying, before, authority };
}

/** Stores the first version of a report: a draft, or a nil return, which is submitted at once. */
export function insertReport(
  context: Context,
  { identifying, authority }: PlaceToWrite,
  { content, detail }: { content: StoredReportContent; detail: Record<string, unknown> },
): Promise<StatusReportDocument> {
  const step = stepOf(context);
  const draft = begun(identifying, content, step);
  const document = content.isNil ? submitted(draft, step) : draft;
  return insertRecord(context, reports, {
    document,
    event: eventOf(context, content.isNil ? 'nilReturnFiled' : 'saved', {
      onBehalfOf: authority.onBehalfOf,
      ...(authority.override !== null && { reason: authority.override }),
      detail: {
        number: 1,
        state: { before: 'DUE', after: document.working.state },
        ...(authority.override !== null && { override: true }),
        ...detail,
      },
    }),
    // Somebody else began it in the same moment.
    taken: staleWrite(['version'], { seen: 0, current: 1, changes: [] }),
  });
}
