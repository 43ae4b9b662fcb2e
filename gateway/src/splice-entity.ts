// Goes in: what is wanted of the entities of one site. Comes out: how they are read: where the text of each run of fields
// is, and where the parts are that other sites need. An entity is read once, however many places it stands at.

import { repeat } from './splice-arena.ts';
import { addPiece, scanApart, typenameCheck, walkField, walkHidden } from './splice-object.ts';
import { addSpan, pushParts, type SiteState, type Splicing } from './splice-state.ts';
import type { Reading, Readings } from './splice-steps.ts';

/** Reads an entity and keeps where its text is, run by run, and what other sites need of it. */
export interface EntityReader {
  /** Gives the position behind it, or -1. */
  scan(splicing: Splicing, position: number, at: { state: SiteState; entity: number }): number;
  walk(
    splicing: Splicing,
    value: Readonly<Record<string, unknown>>,
    at: { state: SiteState; entity: number },
  ): boolean;
}

/** Reads entities; `runs` are the fields that stand together in the response, by their position in the answer. */
export function entityReader(
  readings: Readings,
  runs: readonly (readonly number[])[],
): EntityReader {
  const { fields, captures } = readings;
  const apart = scanApart(readings);
  const isOfType = typenameCheck(fields);
  const keep = (splicing: Splicing, frame: number, { state, entity }: At) => {
    const at = 2 * captures * entity;
    for (let n = 0; n < 2 * captures; n++) {
      state.captures[at + n] = splicing.parts[frame + n] as number;
    }
    splicing.partsEnd = frame;
  };
  return {
    scan(splicing, position, at) {
      const frame = pushParts(splicing, captures + fields.length);
      const pieces = frame + 2 * captures;
      const end = apart(splicing, position, { captures: frame, pieces });
      if (end < 0) return -1;
      let run = 2 * at.entity * runs.length;
      for (const members of runs) {
        const start = splicing.listEnd;
        for (const n of members) addPiece(splicing, fields[n] as Reading, pieces + 2 * n);
        flatten(splicing, start);
        at.state.runs[run++] = start;
        at.state.runs[run++] = splicing.listEnd;
      }
      keep(splicing, frame, at);
      return end;
    },
    walk(splicing, object, at) {
      if (!isOfType(object)) return false;
      const frame = pushParts(splicing, captures);
      let run = 2 * at.entity * runs.length;
      for (const members of runs) {
        const start = splicing.listEnd;
        splicing.from = splicing.end;
        for (const n of members) {
          if (!walkField(splicing, fields[n] as Reading, { object, frame })) return false;
        }
        addSpan(splicing, splicing.from, splicing.end);
        at.state.runs[run++] = start;
        at.state.runs[run++] = splicing.listEnd;
      }
      if (!walkHidden(splicing, fields, { object, frame })) return false;
      keep(splicing, frame, at);
      return true;
    },
  };
}

interface At {
  state: SiteState;
  entity: number;
}

/** Writes the spans listed since some point as one, unless there is a gap among them. */
function flatten(splicing: Splicing, start: number): void {
  const { listEnd } = splicing;
  for (let n = start; n < listEnd; n += 2) if ((splicing.list[n] as number) < 0) return;
  const first = splicing.end;
  for (let n = start; n < listEnd; n += 2) {
    repeat(splicing, splicing.list[n] as number, splicing.list[n + 1] as number);
  }
  splicing.listEnd = start;
  addSpan(splicing, first, splicing.end);
}
