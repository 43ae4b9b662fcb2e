// Who may propose what, and with which numbers and contributors.

import {
  type Context,
  invalidValue,
  isSecretariat,
  lengthProblems,
  notAllowed,
  type Problem,
  Refused,
  referenceProblems,
  repetitionProblems,
} from '@network/schema';
import { actorKey, actorTypes, type StatementSettings, type StoredActor } from '../documents.ts';
import { millisecondsOf } from '../time-zone.ts';
import { actorsOf } from './visibility.ts';
import { requireToSpeakFor } from './writing.ts';

export const mostContributors = 100;
const longestWindow = 90 * 24 * 3_600_000;

type SettingsGiven =
  | { [Name in keyof StatementSettings]?: StatementSettings[Name] | null | undefined }
  | null
  | undefined;

/** Nobody without a role learns from a refusal whether an id is taken: ids are chosen by the secretariat alone. */
export function requireProposer(
  context: Context,
  input: {
    id?: string | null | undefined;
    onBehalfOf?: StoredActor | null | undefined;
    contributors?: readonly StoredActor[] | null | undefined;
    settings?: SettingsGiven;
  },
): void {
  if (input.onBehalfOf) {
    requireToSpeakFor(context, input.onBehalfOf, ['onBehalfOf']);
  } else if (!isSecretariat(context)) {
    const message =
      actorsOf(context).length > 0
        ? 'Name the organization or network for which you propose it.'
        : 'Statements are proposed by the secretariat, by members and by networks.';
    throw new Refused(
      notAllowed(['onBehalfOf'], message, [
        'SECRETARIAT',
        'FOCAL_POINT of an Organization',
        'PUBLISHER of a RegionalNetwork, CountryNetwork or WorkingGroup',
      ]),
    );
  }
  if (isSecretariat(context)) return;
  const reserved = (['id', 'contributors', 'settings'] as const).filter(
    (name) => input[name] != null,
  );
  if (reserved.length > 0) {
    const problem = (name: string) =>
      notAllowed([name], `Only the secretariat chooses "${name}".`, ['SECRETARIAT']);
    throw new Refused(...reserved.map(problem));
  }
}

export function settingsOf(usual: StatementSettings, given: SettingsGiven): StatementSettings {
  return {
    minimumSilence: given?.minimumSilence ?? usual.minimumSilence,
    clearanceWindow: given?.clearanceWindow ?? usual.clearanceWindow,
    positionsShown: given?.positionsShown ?? usual.positionsShown,
  };
}

export function settingsProblems(given: SettingsGiven): Problem[] {
  return (['minimumSilence', 'clearanceWindow'] as const).flatMap((name) => {
    const duration = given?.[name];
    if (duration == null) return [];
    const length = millisecondsOf(duration);
    if (length !== null && length > 0 && length <= longestWindow) return [];
    const allowed = ['weeks, days, hours, minutes and seconds, more than none and at most 90 days'];
    return [invalidValue(['settings', name], `${duration} cannot be a window of time.`, allowed)];
  });
}

export async function actorsProblems(
  context: Context,
  path: readonly string[],
  actors: readonly StoredActor[],
): Promise<Problem[]> {
  const lists = lengthProblems(path, actors, { most: mostContributors });
  if (lists.length > 0) return lists;
  const unknown = await Promise.all(
    actorTypes.map((type) =>
      referenceProblems(
        context,
        type,
        actors.flatMap((actor, index) =>
          actor.type === type ? [{ id: actor.id, path: [...path, index, 'id'] }] : [],
        ),
      ),
    ),
  );
  return [
    ...repetitionProblems((index) => [...path, index], actors.map(actorKey)),
    ...unknown.flat(),
  ];
}
