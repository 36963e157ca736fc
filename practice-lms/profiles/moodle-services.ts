import { fullName } from '../people.ts';
import { role } from '../role-names.ts';
import { tellsEmail, tellsNames } from '../tool.ts';
import { type GradeHabits, type RosterHabits, refusal, type ServiceHabits } from './service-habits.ts';

/** One type, letter by letter, or a star. */
const noHandler = refusal(400, 'No handler found for the request');
const incorrect = refusal(400, 'Incorrect score received');

const roster: RosterHabits = {
  pageSize: (limit) => limit ?? Number.POSITIVE_INFINITY,
  keeps: ['rlid', 'limit'],
  // Bare names; and it takes editing rights to be called Instructor here, where managing the tool was enough to launch as one.
  roles: ({ kind }) =>
    kind === 'teacher' ? ['Instructor'] : kind === 'admin' ? [role.systemAdministrator] : ['Learner'],
  hasRole: (asked, roles) => roles.includes(asked.replace(/^.*#/, '')),
  member: (person, tool) => ({
    status: 'Active',
    lis_person_sourcedid: '',
    ...(tellsNames(tool)
      ? {
          name: fullName(person),
          given_name: person.givenName,
          family_name: person.familyName,
          ext_user_username: person.id,
        }
      : {}),
    ...(tellsEmail(tool) ? { email: `${person.id}@practice.example` } : {}),
  }),
  variables: () => ({}),
};

const wholeSeconds = (time: string) => Math.floor(Date.parse(time) / 1000);

const grades: GradeHabits = {
  pageSize: (limit) => limit ?? Number.POSITIVE_INFINITY,
  // The quotes are typographic, in UTF-8, which a header carries byte by byte.
  linkHeader: (next) => Buffer.from(`<${next}>; rel=“next”`).toString('latin1'),
  createRefusal: (_id, link) => (link === null ? refusal(403, 'No such activity of this tool') : null),
  deleteRefusal: ({ coupled }) => (coupled === true ? refusal(403, '') : null),
  concluded: refusal(404, 'Not Found: Course not found'),
  incomplete: incorrect,
  notAStudent: incorrect,
  stale: refusal(409, 'Refusing score with an earlier timestamp'),
  isStale: (sent, { timestamp }) => wholeSeconds(timestamp) >= wholeSeconds(sent),
  apply({ userId, timestamp, gradingProgress, scoreGiven, scoreMaximum, comment }, _standing, item) {
    const final = gradingProgress === 'FullyGraded' && scoreGiven !== undefined && scoreMaximum !== undefined;
    const score = final ? (scoreGiven / scoreMaximum) * item.scoreMaximum : null;
    return {
      user: userId,
      timestamp,
      score,
      maximum: score === null ? null : item.scoreMaximum,
      comments: comment === undefined ? [] : [comment],
    };
  },
  isShown: () => true,
  scoreStatus: 200,
  // Zero counts for nothing where it asks whether there is a grade.
  result: ({ score, timestamp }, { scoreMaximum }) =>
    score ? { resultScore: score, resultMaximum: scoreMaximum, timestamp } : {},
};

export const moodleServices: ServiceHabits = {
  headers: {},
  needsUserAgent: false,
  acceptRefusal: (accept, type) =>
    accept === undefined || accept === type || accept.includes('*/*') ? null : noHandler,
  contentTypeRefusal: (sent, type) => ((sent ?? '').split(';')[0] === type ? null : noHandler),
  tokens: {
    seconds: 3600,
    contentType: 'text/html; charset=utf-8',
    refusedStatus: 400,
    // Neither aud nor jti is looked at; a clock that is ahead is.
    fault({ iat, exp }, _tokenUrl, now) {
      if (iat === undefined || iat > now) return 'iat in the future';
      return exp === undefined || exp < now ? 'expired' : null;
    },
  },
  roster,
  grades,
};
