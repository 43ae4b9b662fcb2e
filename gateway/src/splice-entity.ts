// Goes in: what is wanted of the entities of one site. Comes out: how they are read: where the text of each run of fields
// is, and where the parts are that other sites need. An entity is read once, however many places it stands at.

import { repeat } from './splice-arena.ts';
import { addPiece, scanApart, walkField, walkHidden } from './splice-object.ts';
import { addSpan, pushParts, type SiteState, type Splicing } from './splice-state.ts';
import type { Reading, Readings } from './splice-steps.ts';

/** Reads an entity and keeps where its text is, run by run, and what other sites need of it. */
export interface EntityReader {
  /** Gives the position behind it, or -1. */
  scan(splicing: Splicing, position: number, into: { state: SiteState; entity: number }): number;
  walk(
    splicing: Splicing,
    value: Readonly<Record<string, unknown>>,
    into: { state: SiteState; entity: number },
  ): boolean;
}

/** Reads entities; `runs` are the fields that stand together in the response, by their position in the answer. */
export function entityReader(
  readings: Readings,
  runs: readonly (readonly number[])[],
): EntityReader {
  const { fields, captures } = readings;
  const apart = scanApart(readings);
  const keep = (splicing: Splicing, frame: number, into: { state: SiteState; entity: number }) => {
    const at = 2 * captures * into.entity;
    for (let n = 0; n < 2 * captures; n++) {
      into.state.captures[at + n] = splicing.parts[frame + n] as number;
    }
    splicing.partsEnd = frame;
  };
  const keepRun = (
    splicing: Splicing,
    run: number,
    { state, entity, start }: { state: SiteState; entity: number; start: number },
  ) => {
    const at = 2 * (entity * runs.length + run);
    state.runs[at] = start;
    state.runs[at + 1] = splicing.listEnd;
  };
  return {
    scan(splicing, position, into) {
      const frame = pushParts(splicing, captures + fields.length);
      const pieces = frame + 2 * captures;
      const end = apart(splicing, position, { captures: frame, pieces });
      if (end < 0) return -1;
      for (let run = 0; run < runs.length; run++) {
        const start = splicing.listEnd;
        for (const n of runs[run] as readonly number[]) {
          addPiece(splicing, fields[n] as Reading, pieces + 2 * n);
        }
        keepRun(splicing, run, { ...into, start: flatten(splicing, start) });
      }
      keep(splicing, frame, into);
      return end;
    },
    walk(splicing, object, into) {
      const frame = pushParts(splicing, captures);
      for (let run = 0; run < runs.length; run++) {
        const start = splicing.listEnd;
        splicing.from = splicing.end;
        for (const n of runs[run] as readonly number[]) {
          if (!walkField(splicing, fields[n] as Reading, { object, frame })) return false;
        }
        addSpan(splicing, splicing.from, splicing.end);
        keepRun(splicing, run, { ...into, start });
      }
      if (!walkHidden(splicing, fields, { object, frame })) return false;
      keep(splicing, frame, into);
      return true;
    },
  };
}

/** Writes the spans listed since some point as one, unless there is a gap among them. */
function flatten(splicing: Splicing, start: number): number {
  const { listEnd } = splicing;
  for (let n = start; n < listEnd; n += 2) if ((splicing.list[n] as number) < 0) return start;
  const first = splicing.end;
  for (let n = start; n < listEnd; n += 2) {
    repeat(splicing, splicing.list[n] as number, splicing.list[n + 1] as number);
  }
  splicing.listEnd = start;
  addSpan(splicing, first, splicing.end);
  return start;
}
