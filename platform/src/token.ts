// npm run token -- --subject anna --role PUBLISHER:RegionalNetwork:asia-pacific [--role …] [--hours 8]

import { parseArgs } from 'node:util';
import { roleNames, scopeTypes } from '@network/schema';
import { dataFolder } from './data-folder.ts';
import { openIssuer, roleClaimOf } from './issuer.ts';

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
  if (!values.subject || !(hours > 0))
    throw new Error('a subject and a positive number of hours are needed');
  const roles = values.role.map(roleClaimOf);
  for (const { role, scope } of roles) {
    const types: readonly string[] | undefined = scopeTypes[role as keyof typeof scopeTypes];
    const fits =
      types &&
      (types.length === 0
        ? scope === null
        : scope !== null && scope.id !== '' && types.includes(scope.type));
    if (!fits)
      throw new Error(
        `${role}${scope ? `:${scope.type}:${scope.id}` : ''} is no role of the Network`,
      );
  }
  const issuer = await openIssuer(dataFolder());
  console.log(await issuer.token(values.subject, { roles, hours }));
} catch (error) {
  console.error(`${(error as Error).message}\n${usage}`);
  process.exitCode = 2;
}
