export { createBuilder } from './builder.ts';
export { type Context, createContext, newSortableId } from './context.ts';
export { countryName } from './country-names.ts';
export {
  asOf,
  holdsOn,
  inDays,
  orderProblems,
  overlap,
  today,
} from './effective-dates.ts';
export { enumName } from './enums.ts';
export { pageOfHistory } from './history.ts';
export { type Identity, signIdentity, systemIdentity } from './identity.ts';
export { type InputFields, idInput, reasonInput, versionInput } from './input-fields.ts';
export { collectionOf, everybody, kept, load, type Source } from './loading.ts';
export { storedText, type WrittenText } from './localized-text.ts';
export {
  endedMembership,
  endOfMembershipInput,
  memberIdsOf,
  membershipDays,
  membershipDetail,
  membershipInput,
  membershipProblems,
  toMembership,
} from './membership.ts';
export { createAsk, missing, type OwnerCall } from './owners.ts';
export {
  allOf,
  allOfParent,
  type ConnectionSource,
  type PageArguments,
  pageOf,
  pageOfList,
  pageOfParent,
} from './paging.ts';
export { organizationsAmong } from './party.ts';
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
  type ScopeType,
  scopesOf,
  scopeTypes,
} from './roles.ts';
export { sourceDocuments } from './source-documents.ts';
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
export { ownerOf, type SubgraphName, subgraphs } from './subgraphs.ts';
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
  idProblems,
  insertRecord,
  lengthProblems,
  nameProblems,
  recordToChange,
  referenceProblems,
  refuse,
  refuseStale,
  repetitionProblems,
  replaceRecord,
  requireSecretariat,
  statedIn,
  textProblems,
} from './writing.ts';
