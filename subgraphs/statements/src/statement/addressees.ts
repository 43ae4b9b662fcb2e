import { type Context, invalidValue, Refused, unknownRecord } from '@network/schema';

interface AskedBody {
  members: {
    edges: { node: { organization: { id: string } | null } | null }[];
    pageInfo: { hasNextPage: boolean };
  } | null;
}

const mostAddressees = 100;

/** The body whose members are asked where an opening names none. */
export const usualBody = 'executive-committee';

/**
 * The organizations that are members of a body today, as its owner says: the snapshot with which a round is opened (O2). A member
 * that the owner does not name is an error, not an organization less to ask.
 */
export async function membersOf(context: Context, body: string): Promise<string[]> {
  const [asked] = await context.ask<AskedBody>(
    'Body',
    [body],
    `members(first: ${mostAddressees}) { edges { node { organization { id } } } pageInfo { hasNextPage } }`,
  );
  if (!asked) throw new Refused(unknownRecord(['body'], 'Body', body));
  if (!asked.members) throw new Error(`the members of the body ${body} are not told`);
  const { edges, pageInfo } = asked.members;
  const ids = edges.map(({ node }) => {
    if (!node?.organization) throw new Error(`a member of the body ${body} is not named`);
    return node.organization.id;
  });
  const wrong = (message: string) =>
    new Refused(
      invalidValue(['body'], message, [`a body with 1 to ${mostAddressees} members today`]),
    );
  if (ids.length === 0) throw wrong(`The body "${body}" has no members today.`);
  if (pageInfo?.hasNextPage) throw wrong(`The body "${body}" has too many members for a round.`);
  return [...new Set(ids)];
}
