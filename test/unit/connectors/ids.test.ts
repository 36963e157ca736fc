import { idSource } from '../../../connectors/embedded/ids.ts';
import { asId, type RegistrationId } from '../../../core/ids.ts';

const at = (milliseconds: number) => idSource(() => milliseconds);
const registration = asId<RegistrationId>('r-1');

describe('new ids', () => {
  it('sort by the time they were made', () => {
    const times = [0, 1, 31, 32, 1_000, 1_700_000_000_000, 1_700_000_000_001, 2 ** 47];
    const made = times.map((time) => at(time).next());
    expect([...made].sort()).toEqual(made);
  });

  it('are lower-case letters and digits of one length, and differ within one millisecond', () => {
    const ids = Array.from({ length: 1_000 }, () => at(5).next());
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{26}$/);
  });
});

describe('derived ids', () => {
  it('are the same for the same person or course, and say which they are', () => {
    const member = idSource().member(registration, 'sub-1');
    expect(member).toMatch(/^m_[0-9a-z]{26}$/);
    expect(idSource().member(registration, 'sub-1')).toBe(member);
    expect(idSource().course(registration, '1', 'context')).toMatch(/^c_[0-9a-z]{26}$/);
  });

  it('make one session of one key, and another of another key, person or course', () => {
    const ids = idSource();
    const [course, person] = [ids.course(registration, '1', 'context'), ids.member(registration, 'sub-1')];
    const session = ids.session(course, person, 'key-1');
    expect(ids.session(course, person, 'key-1')).toBe(session);
    const others = [
      ids.session(course, person, 'key-2'),
      ids.session(course, ids.member(registration, 'sub-2'), 'key-1'),
      ids.session(ids.course(registration, '1', 'another'), person, 'key-1'),
    ];
    expect(new Set([session, ...others]).size).toBe(4);
  });

  // Data of a former release is found by these: the values may never change.
  it('stay what they were in the first release', () => {
    expect(idSource().member(registration, 'sub-1')).toBe('m_h8n28wscgg7c0a0qvykm59gpsg');
    expect(idSource().course(registration, '1', 'context-1')).toBe('c_raaqa4g53ys7y56f2pdqfqd8q0');
  });

  it('differ for another registration, another sub, and parts that are cut elsewhere', () => {
    const ids = idSource();
    const members = [
      ids.member(registration, 'sub-1'),
      ids.member(asId('r-2'), 'sub-1'),
      ids.member(registration, 'sub-2'),
      ids.member(asId('r-1s'), 'ub-1'),
      ids.member(registration, ''),
    ];
    expect(new Set(members).size).toBe(members.length);
    const courses = [ids.course(registration, 'ab', 'c'), ids.course(registration, 'a', 'bc')];
    expect(new Set(courses).size).toBe(2);
  });

  it('take any text a platform may send, whole', () => {
    const ids = idSource();
    expect(ids.member(registration, 'ü:1:x')).not.toBe(ids.member(registration, 'u:1:x'));
    expect(ids.member(registration, 'x'.repeat(10_000))).toMatch(/^m_[0-9a-z]{26}$/);
  });
});
