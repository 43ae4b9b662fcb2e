import { build } from './builder.ts';
import './champion-country.ts';
import './country.ts';
import './country-network.ts';
import './figure.ts';
import './pilot.ts';
import './regional-network.ts';

export const { schema, sdl } = build();
