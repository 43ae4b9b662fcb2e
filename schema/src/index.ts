export { type Builder, createBuilder, type Types } from './builder.ts';
export { type Context, createContext, newSortableId } from './context.ts';
export { countryName } from './country-names.ts';
export { type EffectiveDated, holdsOn, overlap, today } from './effective-dates.ts';
export { type Identity, signIdentity, systemIdentity, verifyIdentity } from './identity.ts';
export { languageCodeOf, languagesWanted } from './languages.ts';
export { collectionOf, everybody, kept, load, type Source } from './loading.ts';
export { localize, storedText } from './localized-text.ts';
export {
  type Ask,
  callOverHttp,
  createAsk,
  localUrlOf,
  missing,
  type OwnerCall,
  type OwnerRequest,
} from './owners.ts';
export {
  type ConnectionSource,
  type PageArguments,
  pageOf,
  pageOfList,
  pageOfParent,
} from './paging.ts';
export {
  invalidValue,
  notAllowed,
  type Problem,
  Refused,
  staleWrite,
  unknownRecord,
  wrongState,
} from './problems.ts';
export {
  hasRole,
  isSecretariat,
  isSystem,
  type Role,
  type RoleName,
  roleNames,
  rolesOf,
  type Scope,
  scopesOf,
  scopeTypes,
} from './roles.ts';
export { isDay } from './scalars.ts';
export { type SourceDocument, sourceDocuments } from './source-documents.ts';
export {
  type LanguageCode,
  languageCodes,
  type PartyRole,
  partyRoles,
  type StoredCitation,
  type StoredFigure,
  type StoredMembership,
  type StoredNote,
  type StoredParty,
  type StoredQuantity,
  type StoredText,
  type StoredTimeFrame,
} from './stored.ts';
export { ownerOf, type SubgraphEntry, type SubgraphName, subgraphs } from './subgraphs.ts';
export { lastDayOf } from './time-frame.ts';
export {
  type Country,
  countries,
  countryById,
  type M49Region,
  m49Regions,
  objectiveIds,
  principleIds,
  themeIds,
} from './vocabularies.ts';
export {
  eventOf,
  explanationProblems,
  historyOf,
  idProblems,
  insertRecord,
  lengthProblems,
  referenceProblems,
  refuse,
  refuseStale,
  repetitionProblems,
  replaceRecord,
  requireSecretariat,
  textProblems,
} from './writing.ts';
