import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlap } from '../src/effective-dates.ts';
import { endedMembership, membershipProblems, toMembership } from '../src/membership.ts';
import { Refused } from '../src/problems.ts';

const day = fc.option(fc.constantFrom('2021-01-01', '2021-01-02', '2021-01-03', '2021-01-04'), {
  nil: null,
});
const membership = fc
  .record({ organizationId: fc.constantFrom('iom', 'who'), validFrom: day, validTo: day })
  .map((input) => toMembership(input, null));
const pathOf = (index: number) => ['members', index];

const reason = 'It left';
const named = { of: 'executive-committee', possible: 'addBodyMember' };

test('memberships are accepted exactly when each ends after it begins and none of one organization overlap', () => {
  fc.assert(
    fc.property(fc.array(membership, { maxLength: 4 }), fc.nat(4), (all, split) => {
      const present = all.slice(0, split);
      const added = all.slice(split);
      const isInOrder = added.every(
        ({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo,
      );
      const isApart = added.every((one, index) =>
        [...present, ...added.slice(0, index)].every(
          (other) => other.organization !== one.organization || !overlap(one, other),
        ),
      );
      expect(membershipProblems(added, present, pathOf).length === 0).toBe(isInOrder && isApart);
    }),
  );
});

test('a problem of a membership leads to its place in the input', () => {
  const iom = toMembership(
    { organizationId: 'iom', validFrom: '2021-01-02', validTo: '2021-01-01' },
    null,
  );
  const open = toMembership({ organizationId: 'iom' }, null);
  const problems = membershipProblems([open, iom], [], pathOf);
  expect(problems.map(({ path }) => path.join('.'))).toEqual([
    'members.1.validTo',
    'members.1.organizationId',
  ]);
});

test('only the membership that has no last day ends', () => {
  const former = toMembership({ organizationId: 'iom', validTo: '2020-12-31' }, null);
  const present = toMembership({ organizationId: 'iom', validFrom: '2021-01-01' }, null);
  const input = { organizationId: 'iom', validTo: '2021-01-31', reason };
  const { ended, members } = endedMembership([former, present], input, named);
  expect(ended).toEqual({ ...present, validTo: '2021-01-31' });
  expect(members).toEqual([former, ended]);
});

test.each([
  [{ organizationId: 'who' }, 'NO_MEMBER'],
  [{ organizationId: 'iom' }, 'MEMBERSHIP_ENDED'],
])('where %j has nothing to end, the state says why', ({ organizationId }, state) => {
  const former = toMembership({ organizationId: 'iom', validTo: '2020-12-31' }, null);
  const end = () =>
    endedMembership([former], { organizationId, validTo: '2021-01-31', reason }, named);
  expect(end).toThrow(Refused);
  expect(end).toThrow(
    expect.objectContaining({
      problems: [expect.objectContaining({ state, possible: ['addBodyMember'] })],
    }),
  );
});
