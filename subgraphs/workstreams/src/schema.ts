import { build } from './builder.ts';
import './workplan.ts';
import './workstream.ts';
import './activity.ts';
import './coverage.ts';
import './objective.ts';
import './organization.ts';
import './thematic-area.ts';
import './reporting-round.ts';
import './reporting-round-mutations.ts';
import './report-assignment.ts';
import './status-report/type.ts';
import './status-report/lists.ts';
import './status-report/drafting.ts';
import './status-report/mutations.ts';
import './roll-up.ts';
import './viewer.ts';

export const { schema, sdl } = build();
