import { fullName } from '../people.ts';
import { refusal, type ServiceHabits } from './service-habits.ts';
import { usualRoles } from './usual-roles.ts';

const mediaTypeOf = (header: string | undefined) => (header ?? '').split(';')[0]?.trim();

export const contentTypeRefusal: ServiceHabits['contentTypeRefusal'] = (sent, type) =>
  mediaTypeOf(sent) === type ? null : refusal(415, { error: `Content-Type must be ${type}` });

/** NRPS 2.0 and AGS 2.0 as written. */
export const practiceServices: ServiceHabits = {
  headers: {},
  needsUserAgent: false,
  acceptRefusal: (accept, type) => (accept === type ? null : refusal(406, { error: `Accept must be ${type}` })),
  contentTypeRefusal,
  tokens: {
    seconds: 600,
    contentType: 'application/json',
    refusedStatus: 401,
    fault({ aud, iat, exp, jti }, tokenUrl, now) {
      if (![aud].flat().includes(tokenUrl)) return 'aud';
      if (iat === undefined || now - iat > 305 || iat > now + 5) return 'iat';
      if (exp === undefined || exp < now - 5) return 'exp';
      return jti === undefined ? 'jti' : null;
    },
  },
  roster: {
    /** Small, so that a tool has to follow the pages. */
    pageSize: () => 10,
    keeps: [],
    roles: usualRoles,
    hasRole: (asked, roles) => roles.includes(asked),
    member: (person) => ({
      status: 'Active',
      name: fullName(person),
      given_name: person.givenName,
      family_name: person.familyName,
      email: `${person.id}@practice.example`,
    }),
    variables: () => ({}),
  },
  grades: {
    pageSize: () => Number.POSITIVE_INFINITY,
    linkHeader: (next) => `<${next}>; rel="next"`,
    createRefusal: (_id, link) => (link === null ? refusal(404, { error: 'resource link unknown' }) : null),
    deleteRefusal: () => null,
    concluded: refusal(403, { error: 'the course is over' }),
    incomplete: refusal(422, { error: 'scoreMaximum missing' }),
    notAStudent: refusal(422, { error: 'user is not a student of this course' }),
    stale: refusal(409, { error: 'a score of this time, or a newer one, is here already' }),
    isStale: (sent, { timestamp }) => Date.parse(timestamp) >= Date.parse(sent),
    apply({ userId, timestamp, gradingProgress, scoreGiven, scoreMaximum, comment }, _standing, item) {
      const final = gradingProgress === 'FullyGraded' && scoreGiven !== undefined && scoreMaximum !== undefined;
      return {
        user: userId,
        timestamp,
        score: final ? (scoreGiven / scoreMaximum) * item.scoreMaximum : null,
        maximum: final ? item.scoreMaximum : null,
        comments: comment === undefined ? [] : [comment],
      };
    },
    isShown: () => true,
    scoreStatus: 204,
    result: ({ score }, { scoreMaximum }) =>
      score === null ? null : { resultScore: score, resultMaximum: scoreMaximum },
  },
};
