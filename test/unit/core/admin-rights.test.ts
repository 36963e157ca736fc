import {
  type AdminGroup,
  type AdminVerb,
  adminGroups,
  adminVerbs,
  assertMayAdminister,
  rightsOfGroups,
} from '../../../core/admin-rights.ts';
import { MusterError } from '../../../core/errors.ts';

/** The whole table, written out once more: who changes a right changes it here as well. */
const table: Readonly<Record<AdminVerb, readonly AdminGroup[]>> = {
  read: ['admin', 'operator', 'auditor'],
  'change-registration': ['admin'],
  invite: ['admin'],
  disable: ['admin', 'operator'],
  'make-keys': ['admin', 'operator'],
  'see-health': ['admin', 'operator'],
  purge: ['admin'],
};

const cells = adminVerbs.flatMap((verb) =>
  adminGroups.map((group) => [group, table[verb].includes(group) ? 'may' : 'may not', verb] as const),
);

describe('rights of administrators', () => {
  it.each(cells)('the group %s %s %s', (group, allowed, verb) => {
    const ask = () => assertMayAdminister([group], verb);
    if (allowed === 'may') expect(ask).not.toThrow();
    else expect(ask).toThrow(new MusterError('ROLE_NOT_ALLOWED'));
  });

  it('who is in several groups has the rights of all of them', () => {
    expect(rightsOfGroups(['auditor', 'operator'])).toEqual(rightsOfGroups(['operator']));
    expect(rightsOfGroups(['auditor', 'admin'])).toEqual(adminVerbs);
  });

  it.each(adminVerbs)('who is in no group may not %s', (verb) => {
    expect(() => assertMayAdminister([], verb)).toThrow(new MusterError('ROLE_NOT_ALLOWED'));
  });
});
