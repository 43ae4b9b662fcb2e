export * from './collection.ts';
export { canonicalJson, hashOf, verifyChain } from './history.ts';
export { openStorage } from './open.ts';
