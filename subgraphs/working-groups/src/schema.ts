import { build } from './builder.ts';
import './objective.ts';
import './organization.ts';
import './product.ts';
import './working-group.ts';
import './working-group-mutations.ts';
import './working-group-rule.ts';
import './workstream.ts';

export const { schema, sdl } = build();
