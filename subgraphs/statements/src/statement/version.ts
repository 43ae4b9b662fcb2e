import { builder, connection } from '../builder.ts';
import type { StoredTextVersion } from '../documents.ts';
import { StatementText } from './content.ts';
import type { TextView } from './visibility.ts';

export interface VersionView extends TextView {
  version: StoredTextVersion;
}

const Version = builder.objectRef<VersionView>('StatementVersion');
Version.implement({
  description: 'One version of the text of a statement. Versions are added and never changed.',
  interfaces: [StatementText],
  fields: (t) => ({
    number: t.int({
      description: 'Its number among the versions of the text, from 1 in order of time.',
      resolve: ({ version }) => version.number,
    }),
    savedAt: t.field({
      type: 'DateTime',
      description: 'When this version was saved.',
      resolve: ({ version }) => version.at,
    }),
    savedBy: t.string({
      description: 'Who saved it, as the login’s issuer names the person.',
      resolve: ({ version }) => version.by,
    }),
  }),
});

export const VersionConnection = connection(Version);
