import { build } from './builder.ts';
import './objective.ts';
import './guiding-principle.ts';
import './thematic-area.ts';
import './country.ts';
import './m49-region.ts';
import './region.ts';
import './language.ts';

export const { schema, sdl } = build();
