import { build } from './builder.ts';
import './guiding-principle.ts';
import './objective.ts';
import './organization.ts';
import './statement/clearance.ts';
import './statement/drafting.ts';
import './statement/issuing.ts';
import './statement/proposing.ts';
import './statement/queries.ts';
import './statement/silence.ts';
import './viewer.ts';

export const { schema, sdl } = build();
