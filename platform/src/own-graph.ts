/** Asks the graph itself for the roles of a verified subject, as the platform (architecture: "Identity inside"). */
export const identityOperation =
  'query ($subject: ID!) { roles: rolesOf(subject: $subject) { role scope { type id } validFrom validTo } }';

/** Whether an address is this machine's own: all that is allowed while the development issuer is on. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
