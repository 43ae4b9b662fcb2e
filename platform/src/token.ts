// npm run token -- --subject anna --role PUBLISHER:RegionalNetwork:asia-pacific [--role …] [--hours 8]

import { parseArgs } from 'node:util';
import { roleNames, scopeTypes } from '@network/schema';
import { openIssuer, roleClaimOf } from './issuer.ts';
import { readSettings } from './settings.ts';

/** Hours in a year: a token for trying things out need not outlive it. */
const mostHours = 8_784;

const usage = `usage: npm run token -- --subject NAME [--role ROLE[:TYPE:ID]]… [--hours 8]
roles: ${roleNames.map((role) => [role, scopeTypes[role].join('|')].filter(Boolean).join(':')).join(', ')}
example: npm run token -- --subject anna --role PUBLISHER:RegionalNetwork:asia-pacific`;

try {
  const { values } = parseArgs({
    options: {
      subject: { type: 'string' },
      role: { type: 'string', multiple: true, default: [] },
      hours: { type: 'string', default: '8' },
    },
  });
  const hours = Number(values.hours);
  if (!values.subject) throw new Error('A subject is needed: who is to be logged in.');
  if (!(hours > 0 && hours <= mostHours)) {
    throw new Error(`--hours is a number above 0, at most ${mostHours}, not "${values.hours}".`);
  }
  const roles = values.role.map(roleClaimOf);
  const issuer = await openIssuer(readSettings().folder);
  console.log(await issuer.token(values.subject, { roles, hours }));
} catch (error) {
  console.error(`${(error as Error).message}\n${usage}`);
  process.exitCode = 2;
}
