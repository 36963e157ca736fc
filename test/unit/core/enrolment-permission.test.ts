import { assertMayEnrol, enrolmentRefusal } from '../../../core/biometrics/enrolment-permission.ts';
import { asId, type CourseId } from '../../../core/ids.ts';
import type { AppSession } from '../../../core/lti/app-session.ts';
import { anAppSession, aRegistration } from '../../support/stored-things.ts';

const on = { policy: { faces: true, facesTurnedOnAt: '2026-11-01T10:00:00.000Z' } };
const student = { role: 'student', masquerading: false, testUser: false } as const;

describe('who may enrol a face', () => {
  it('is a student, where the institution has turned faces on', () => {
    expect(enrolmentRefusal(on, student)).toBeNull();
  });

  it('is nobody for a new registration: faces are off', () => {
    expect(enrolmentRefusal(aRegistration(), student)).toBe('faces-off');
  });

  it.each(['teacher', 'ta', 'observer', 'none'] as const)('is no %s', (role) => {
    expect(enrolmentRefusal(on, { ...student, role })).toBe('not-a-student');
  });

  it('is nobody who acts as the student, and not the test user', () => {
    expect(enrolmentRefusal(on, { ...student, masquerading: true })).toBe('masquerading');
    expect(enrolmentRefusal(on, { ...student, testUser: true })).toBe('test-user');
  });
});

describe('the refusal of an enrolment', () => {
  const ask = (faces: boolean, session: Partial<AppSession>) => () =>
    assertMayEnrol({
      registration: aRegistration({ policy: { faces, facesTurnedOnAt: null } }),
      session: anAppSession({ role: 'student', ...session }),
      course: asId<CourseId>('c_1'),
    });

  it('has a code of its own when faces are off', () => {
    expect(ask(false, {})).toThrow(expect.objectContaining({ code: 'FACES_OFF' }));
  });

  it('says why, and no name', () => {
    expect(ask(true, { masquerading: true })).toThrow(
      expect.objectContaining({ code: 'ENROLMENT_NOT_ALLOWED', details: { why: 'masquerading' } }),
    );
    expect(ask(true, {})).not.toThrow();
  });
});
