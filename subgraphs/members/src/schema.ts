import { build } from './builder.ts';
import './organization.ts';
import './body.ts';
import './body-mutations.ts';
import './stakeholder-group.ts';
import './role-scope.ts';
import './role-grant.ts';
import './role-grant-mutations.ts';
import './viewer.ts';

export const { schema, sdl } = build();
