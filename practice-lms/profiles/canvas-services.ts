import { fullName } from '../people.ts';
import { canvasSubmission } from '../score-body.ts';
import type { StoredScore } from '../state.ts';
import { tellsEmail, tellsNames } from '../tool.ts';
import { canvasRoles } from './canvas-roles.ts';
import { opaqueId } from './derived-ids.ts';
import { contentTypeRefusal } from './practice-services.ts';
import {
  type GradeHabits,
  type PostedScore,
  type RosterHabits,
  refusal,
  type ServiceHabits,
} from './service-habits.ts';

const errors = (message: string) => ({ errors: { type: 'unprocessable_entity', message } });

const roster: RosterHabits = {
  pageSize: (limit) => Math.min(50, limit ?? 50),
  keeps: ['role', 'rlid', 'limit'],
  roles: canvasRoles,
  // The full URI alone; anything else finds nobody.
  hasRole: (asked, roles) => roles.includes(asked),
  member: (person, tool) => ({
    status: 'Active',
    lti11_legacy_user_id: opaqueId(`legacy ${person.id}`),
    ...(tellsNames(tool)
      ? {
          name: fullName(person),
          given_name: person.givenName,
          family_name: person.familyName,
          lis_person_sourcedid: person.id,
        }
      : {}),
    ...(tellsEmail(tool) ? { email: `${person.id}@practice.example` } : {}),
    ...(tool.privacy === 'public' ? { picture: 'https://canvas.instructure.com/images/messages/avatar-50.png' } : {}),
  }),
  unknownLink: refusal(400, errors('Tool does not have access to rlid or rlid does not exist')),
  // The whole list of those that are expanded for each member; sections and groups are not among them.
  variables: (person, sub) => ({
    'Person.name.full': fullName(person),
    'Person.name.given': person.givenName,
    'Person.name.family': person.familyName,
    'User.id': sub,
    'Person.sourcedId': person.id,
    'Message.locale': 'en-GB',
    'Person.email.primary': `${person.id}@practice.example`,
    'Person.address.timezone': 'Europe/London',
    'User.username': person.id,
    'Canvas.user.loginId': person.id,
  }),
};

/** A hand-in that changes nothing about when it was handed in is not a new one. */
const isAttempt = (posted: PostedScore, standing: StoredScore | undefined): boolean => {
  const submission = posted[canvasSubmission];
  if (submission?.new_submission === false || submission?.submission_type === 'none') return false;
  const at = posted.submission?.submittedAt;
  return at === undefined || at !== standing?.submittedAt;
};

const grades: GradeHabits = {
  pageSize: (limit) => Math.min(100, limit ?? 10),
  linkHeader: (next) => `<${next}>; rel="next"`,
  createRefusal: (id, link) => {
    if (!/^[0-9a-f-]{36}$/.test(id))
      return refusal(412, errors('The specified LTI link ID is not associated with the line item.'));
    return link === null ? refusal(404, errors('The specified resource does not exist.')) : null;
  },
  // Only a tool's own column goes with its request.
  deleteRefusal: ({ coupled }) => (coupled === true ? refusal(401, { status: 'unauthorized' }) : null),
  // With `ags_improved_course_concluded_response_codes` on; before, a bare 404 to everything.
  concluded: refusal(
    422,
    errors('This course has concluded. AGS requests will no longer be accepted for this course.'),
  ),
  unpublished: refusal(422, {
    errors: [
      {
        field: 'grade',
        message: 'cannot be changed at this time: This assignment is still unpublished',
        error_code: null,
      },
    ],
  }),
  incomplete: refusal(422, errors('ScoreMaximum not supplied when ScoreGiven present.')),
  notAStudent: refusal(422, errors('User not found in course or is not a student')),
  stale: refusal(400, errors('Provided timestamp is before last updated timestamp')),
  // Equal is taken.
  isStale: (sent, { timestamp }) => Date.parse(sent) < Date.parse(timestamp),
  apply(posted, standing, item, allowedAttempts) {
    const { userId, timestamp, gradingProgress, scoreGiven, scoreMaximum, comment, submission } = posted;
    const attempts = (standing?.attempts ?? 0) + (isAttempt(posted, standing) ? 1 : 0);
    if (allowedAttempts !== null && attempts > allowedAttempts && attempts > (standing?.attempts ?? 0)) {
      return refusal(422, errors('The maximum number of allowed attempts has been reached for this submission'));
    }
    const graded =
      (gradingProgress === 'FullyGraded' || gradingProgress === 'PendingManual') &&
      scoreGiven !== undefined &&
      scoreMaximum !== undefined;
    const kept = posted[canvasSubmission]?.preserve_score === true ? (standing?.score ?? null) : null;
    const score = graded ? (scoreGiven / scoreMaximum) * item.scoreMaximum : kept;
    return {
      user: userId,
      timestamp,
      score,
      maximum: score === null ? null : item.scoreMaximum,
      // Each one is a new comment below the others.
      comments: [...(standing?.comments ?? []), ...(comment === undefined ? [] : [comment])],
      attempts,
      ...(submission?.submittedAt === undefined ? {} : { submittedAt: submission.submittedAt }),
    };
  },
  // Of the columns of one link, the first alone.
  isShown: (item, all) =>
    item.resourceLinkId === null || all.find((one) => one.resourceLinkId === item.resourceLinkId) === item,
  scoreStatus: 200,
  result: ({ score }, { scoreMaximum }) => ({ resultScore: score, resultMaximum: scoreMaximum }),
};

export const canvasServices: ServiceHabits = {
  headers: { 'x-request-cost': '0.1', 'x-rate-limit-remaining': '599.9' },
  needsUserAgent: true,
  acceptRefusal: (accept, type) =>
    accept === undefined || accept.includes('*/*') || accept.includes(type) ? null : refusal(406, ''),
  contentTypeRefusal,
  tokens: {
    seconds: 3600,
    contentType: 'application/json; charset=utf-8',
    refusedStatus: 400,
    fault({ aud, iat, exp, jti }, tokenUrl, now) {
      if (![aud].flat().includes(tokenUrl)) return 'the aud is invalid';
      if (iat === undefined || iat < now - 300) return 'the iat must be less than 5 minutes in the past';
      if (iat > now + 30) return 'the iat must not be in the future';
      if (exp === undefined || exp < now) return 'the exp is in the past';
      return jti === undefined ? 'the jti is missing' : null;
    },
  },
  roster,
  grades,
};
