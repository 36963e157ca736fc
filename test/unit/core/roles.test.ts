import { readRoles } from '../../../core/lti/roles.ts';

const m = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
const i = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#';

describe('readRoles', () => {
  it('takes a short role name for a context role', () => {
    expect(readRoles(['Instructor']).role).toBe('teacher');
    expect(readRoles(['Learner']).role).toBe('student');
  });

  it('gives a teaching assistant who also carries Instructor the rights of a TA', () => {
    const ta = 'http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant';
    expect(readRoles([`${m}Instructor`, ta]).role).toBe('ta');
  });

  it('grants nothing for an institution role, an unknown role, or none', () => {
    expect(readRoles([`${i}Instructor`]).role).toBe('none');
    expect(readRoles(['http://purl.imsglobal.org/vocab/lis/v2/unknown/unknown#Helper']).role).toBe('none');
    expect(readRoles(['']).role).toBe('none');
    expect(readRoles([]).role).toBe('none');
  });

  it('leaves a learner a learner who teaches, or mentors, elsewhere in the institution', () => {
    expect(readRoles([`${i}Instructor`, `${m}Learner`]).role).toBe('student');
    expect(readRoles([`${m}Learner`, `${i}Student`, `${i}Mentor`]).role).toBe('student');
  });

  it('knows an administrator without giving course rights', () => {
    expect(readRoles([`${i}Administrator`])).toEqual({ role: 'none', administrator: true, testUser: false });
  });

  it('flags the test user', () => {
    expect(readRoles([`${m}Learner`, 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser']).testUser).toBe(
      true,
    );
  });

  it('takes a sub-role for its principal role', () => {
    const sub = 'http://purl.imsglobal.org/vocab/lis/v2/membership/';
    expect(readRoles([`${sub}Learner#NonCreditLearner`]).role).toBe('student');
    expect(readRoles([`${sub}Instructor#PrimaryInstructor`]).role).toBe('teacher');
    expect(readRoles([`${sub}Instructor#TeachingAssistantInTraining`]).role).toBe('teacher');
  });

  it('lets the strongest context role win, whatever their order', () => {
    expect(readRoles([`${m}Learner`, `${m}Instructor`]).role).toBe('teacher');
    expect(readRoles([`${m}Mentor`, `${m}Learner`]).role).toBe('student');
    expect(readRoles([`${m}Mentor`]).role).toBe('observer');
  });

  it('grants nothing for names that only look like roles', () => {
    const looks = [
      'instructor',
      'Instructor ',
      'Instructors',
      `${m}Instructors`,
      `x${m}Instructor`,
      `${m}`,
      '#Instructor',
    ];
    for (const name of looks) expect(readRoles([name]).role).toBe('none');
  });

  it('makes no administrator of a context role, nor of one that only ends so', () => {
    for (const name of [`${m}Administrator`, 'Administrator', `https://evil.example/#Administrator`]) {
      expect(readRoles([name]).administrator).toBe(false);
    }
    expect(readRoles(['http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin']).administrator).toBe(true);
  });
});
