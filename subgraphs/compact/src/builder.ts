import { createBuilder } from '@network/schema';

export const { builder, build, citations, connection, entity, LanguageCode, pageArguments, text } =
  createBuilder();
