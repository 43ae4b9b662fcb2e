import { build } from './builder.ts';
import './figure.ts';
import './membership.ts';
import './organization.ts';
import './region.ts';
import './regional-network.ts';
import './regional-network-mutations.ts';

export const { schema, sdl } = build();
