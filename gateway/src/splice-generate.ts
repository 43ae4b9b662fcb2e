// Goes in: how the objects of a place are read, as data. Comes out: JavaScript that does just that, or null where making
// code from text is not allowed. Answers or declines exactly as the functions it stands for; it exists because a field is
// then read by its name and compared with constants: over the heavy query of `bench/` in half the time.
//
// Nothing of a client gets into the code but names that GraphQL allows, and those as JSON. Operations are generated
// once they have run often (`gateway.ts`).

import { reserve, writeBytes, writeText } from './splice-arena.ts';
import { passNull, textLeaf, writeAny } from './splice-leaf.ts';
import { type Value, writeNull } from './splice-read.ts';
import type { Slot } from './splice-sites.ts';
import { addGap, addSpan, pushParts } from './splice-state.ts';
import {
  type Additions,
  addSlots,
  addText,
  type Note,
  nextRecord,
  type Reading,
  type Readings,
  type Step,
  type Steps,
} from './splice-steps.ts';

let isAllowed: boolean | null = null;

/** Whether this process may make code from text. */
export function canGenerate(): boolean {
  if (isAllowed === null) {
    try {
      isAllowed = new Function('return true')() === true;
    } catch {
      isAllowed = false;
    }
  }
  return isAllowed;
}

/** Code under construction and the values it names. */
interface Code {
  lines: string[];
  /** A name for a value in the code. */
  ref(value: unknown): string;
  make<Made>(parameters: string): Made;
}

function createCode(): Code {
  const lines: string[] = [];
  const names = new Map<unknown, string>();
  return {
    lines,
    ref(value) {
      let name = names.get(value);
      if (name === undefined) {
        name = `r${names.size}`;
        names.set(value, name);
      }
      return name;
    },
    make(parameters) {
      const body = `"use strict";return(${parameters})=>{${lines.join('\n')}}`;
      return new Function(...names.values(), body)(...names.keys());
    },
  };
}

interface ObjectOptions {
  readings: Readings;
  additions: Additions;
  /** null if the answer's order is not the client's: then only walking is generated. */
  steps: Steps | null;
  note: Note | null;
}

export function generateObject(options: ObjectOptions): {
  scan: Value['scan'] | null;
  walk: Value['walk'] | null;
} {
  const { steps } = options;
  return { scan: steps && generateScan(options, steps), walk: generateWalk(options) };
}

function generateScan({ readings, additions, note }: ObjectOptions, steps: Steps): Value['scan'] {
  const code = createCode();
  const { lines, ref } = code;
  const { captures } = readings;
  lines.push('const b=s.bytes;let q=0,a=0;p++;');
  lines.push(`const record=${note ? `${ref(nextRecord)}(s,${ref(additions.leaders)})` : '0'};`);
  lines.push(`const frame=${captures > 0 ? `${ref(pushParts)}(s,${captures})` : '0'};`);
  steps.steps.forEach((step, n) => {
    scanStep(code, step, n);
  });
  lines.push('if(b[p]!==125)return -1;');
  if (steps.cutsLast) lines.push(`${ref(addSpan)}(s,s.from,p);`);
  listSlots(code, steps.last);
  if (steps.resumesLast) lines.push('s.from=p;');
  if (note) lines.push(`${ref(note)}(s,frame,record);`);
  if (captures > 0) lines.push('s.partsEnd=frame;');
  lines.push('return p+1;');
  return code.make('s,p');
}

function scanStep({ lines, ref }: Code, step: Step, position: number): void {
  if (step.cuts) lines.push(`${ref(addSpan)}(s,s.from,p);`);
  listSlots({ lines, ref }, step.slots);
  const differs = Array.from(step.literal, (byte, n) => `b[p+${n}]!==${byte}`).join('||');
  lines.push(`if(${differs})return -1;`, `a=p;p+=${step.literal.length};`);
  if (step.resumes !== 'no') {
    if (step.text) lines.push(`${ref(addText)}(s,${ref(step.text)});`);
    const from =
      step.resumes === 'value' ? 'p' : step.resumes === 'key' && position > 0 ? 'a+1' : 'a';
    lines.push(`s.from=${from};`);
  }
  if (step.capture >= 0) lines.push(`const c${step.capture}=p;`);
  const { leaf } = step.value;
  if (!leaf) lines.push(`p=${ref(step.value.scan)}(s,p);if(p<0)return -1;`);
  else if (leaf.nonNull) lines.push(`p=${ref(leaf.leaf.pass)}(b,p);if(p<0)return -1;`);
  else {
    lines.push(
      `q=${ref(leaf.leaf.pass)}(b,p);if(q<0){q=${ref(passNull)}(b,p);if(q<0)return -1;}p=q;`,
    );
  }
  if (step.capture >= 0) {
    const at = `frame+${2 * step.capture}`;
    lines.push(`s.parts[${at}]=c${step.capture};s.parts[${at}+1]=p;`);
  }
}

function listSlots({ lines, ref }: Pick<Code, 'lines' | 'ref'>, slots: readonly Slot[]): void {
  const [slot] = slots;
  if (slots.length === 1 && slot?.kind === 'gap')
    lines.push(`${ref(addGap)}(s,${ref(slot.gap)},record);`);
  else if (slots.length > 0) lines.push(`${ref(addSlots)}(s,${ref(slots)},record);`);
}

function generateWalk({ readings, additions, note }: ObjectOptions): Value['walk'] {
  const code = createCode();
  const { lines, ref } = code;
  const { fields, captures } = readings;
  lines.push('let v,b,e=0;');
  for (const { raw, lead, typenames } of fields) {
    if (lead !== null || !typenames) continue;
    const differs = typenames.map((name) => `v!==${JSON.stringify(name)}`).join('&&');
    lines.push(`v=o[${JSON.stringify(raw)}];if(${differs})return false;`);
  }
  lines.push(`const record=${note ? `${ref(nextRecord)}(s,${ref(additions.leaders)})` : '0'};`);
  lines.push(`const frame=${captures > 0 ? `${ref(pushParts)}(s,${captures})` : '0'};`);
  let constant: number[] = [123];
  const write = () => {
    writeConstant(code, constant);
    constant = [];
  };
  for (const slot of additions.slots) {
    if (slot.kind === 'text') constant.push(...slot.text);
    else if (slot.kind === 'gap') {
      write();
      lines.push(
        `${ref(addSpan)}(s,s.from,s.end);${ref(addGap)}(s,${ref(slot.gap)},record);s.from=s.end;`,
      );
    } else {
      const field = fields[slot.field] as Reading;
      constant.push(...(field.lead as Uint8Array));
      write();
      walkValue(code, field);
    }
  }
  constant.push(125);
  write();
  const hidden = fields.filter(({ capture, lead }) => capture >= 0 && lead === null);
  if (hidden.length > 0) lines.push(`${ref(addSpan)}(s,s.from,s.end);`);
  for (const { raw, capture } of hidden) {
    lines.push(`e=s.end;if(!${ref(writeAny)}(s,o[${JSON.stringify(raw)}]))return false;`);
    lines.push(`s.parts[frame+${2 * capture}]=e;s.parts[frame+${2 * capture + 1}]=s.end;`);
  }
  if (hidden.length > 0) lines.push('s.from=s.end;');
  if (note) lines.push(`${ref(note)}(s,frame,record);`);
  if (captures > 0) lines.push('s.partsEnd=frame;');
  lines.push('return true;');
  return code.make('s,o');
}

function walkValue({ lines, ref }: Code, { raw, value, capture }: Reading): void {
  const start = capture >= 0 ? `c${capture}` : '';
  if (start) lines.push(`const ${start}=s.end;`);
  lines.push(`v=o[${JSON.stringify(raw)}];`);
  const { leaf } = value;
  if (!leaf) lines.push(`if(!${ref(value.walk)}(s,v))return false;`);
  else {
    const nullText = `if(v===null){if(!${ref(writeNull)}(s,${leaf.nonNull}))return false;}`;
    if (leaf.leaf.write === textLeaf.write) {
      lines.push(
        `if(typeof v==="string")${ref(writeText)}(s,v);else ${nullText}else return false;`,
      );
    } else lines.push(`${nullText}else if(!${ref(leaf.leaf.write)}(s,v))return false;`);
  }
  if (start)
    lines.push(`s.parts[frame+${2 * capture}]=${start};s.parts[frame+${2 * capture + 1}]=s.end;`);
}

/** The longest text that is written byte by byte. */
const longestInline = 64;

function writeConstant({ lines, ref }: Code, bytes: readonly number[]): void {
  const { length } = bytes;
  if (length === 0) return;
  if (length > longestInline) {
    lines.push(`${ref(writeBytes)}(s,${ref(Uint8Array.from(bytes))});`);
    return;
  }
  const stores = bytes.map((byte, n) => `b[e+${n}]=${byte};`).join('');
  lines.push(
    `b=s.bytes;e=s.end;if(e+${length}>b.length){${ref(reserve)}(s,${length});b=s.bytes;}`,
    `${stores}s.end=e+${length};`,
  );
}

/** A list whose items are read by one function, and by no other from here. */
export function generateList(item: Value, nonNull: boolean): Pick<Value, 'scan' | 'walk'> {
  const scan = createCode();
  const pass = item.leaf;
  const passed = pass
    ? `q=${scan.ref(pass.leaf.pass)}(b,p);${pass.nonNull ? '' : `if(q<0)q=${scan.ref(passNull)}(b,p);`}p=q;`
    : `p=${scan.ref(item.scan)}(s,p);`;
  scan.lines.push(
    'const b=s.bytes;let q=0;',
    `if(b[p]!==91)return ${nonNull ? '-1' : `${scan.ref(passNull)}(b,p)`};`,
    'p++;if(b[p]===93)return p+1;',
    `for(;;){${passed}if(p<0)return -1;q=b[p];if(q===93)return p+1;if(q!==44)return -1;p++;}`,
  );
  const walk = createCode();
  walk.lines.push(
    `if(v===null)return ${walk.ref(writeNull)}(s,${nonNull});`,
    'if(!Array.isArray(v))return false;',
    'let b,e=0;',
  );
  writeConstant(walk, [91]);
  walk.lines.push('for(let n=0;n<v.length;n++){', 'if(n>0){');
  writeConstant(walk, [44]);
  walk.lines.push('}', `if(!${walk.ref(item.walk)}(s,v[n]))return false;`, '}');
  writeConstant(walk, [93]);
  walk.lines.push('return true;');
  return { scan: scan.make('s,p'), walk: walk.make('s,v') };
}

/** An object that may be null, or may not. */
export function generateNullable(object: Value, nonNull: boolean): Pick<Value, 'scan' | 'walk'> {
  const scan = createCode();
  scan.lines.push(
    `if(s.bytes[p]===123)return ${scan.ref(object.scan)}(s,p);`,
    `return ${nonNull ? '-1' : `${scan.ref(passNull)}(s.bytes,p)`};`,
  );
  const walk = createCode();
  walk.lines.push(
    `if(v===null)return ${walk.ref(writeNull)}(s,${nonNull});`,
    'if(typeof v!=="object"||Array.isArray(v))return false;',
    `return ${walk.ref(object.walk)}(s,v);`,
  );
  return { scan: scan.make('s,p'), walk: walk.make('s,v') };
}
