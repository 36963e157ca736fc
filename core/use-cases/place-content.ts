import type { Course } from '../attendance/course.ts';
import { MusterError } from '../errors.ts';
import type { SessionId } from '../ids.ts';
import { later, minute } from '../later.ts';
import type { AppSession } from '../lti/app-session.ts';
import type { DeepLinkingRequest } from '../lti/deep-linking.ts';
import {
  acceptsOurLinks,
  contentItem,
  type Placement,
  type Remark,
  responseClaims,
} from '../lti/deep-linking-response.ts';
import { encodePlacedLink, type PlacedContent } from '../lti/placed-link.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import { getSession } from './find-session.ts';
import { getCourse } from './read-course-page.ts';
import { columnOffer, getPlacing } from './read-placing.ts';
import { saveSettings } from './save-settings.ts';

type Deps = Pick<
  Services,
  'appSessions' | 'courses' | 'gradeColumns' | 'sessions' | 'linkSeal' | 'messages' | 'work' | 'ids' | 'clock'
>;

export type PlacingChoice =
  | { readonly kind: 'course'; readonly gradeColumn: boolean }
  | { readonly kind: 'sessions'; readonly sessions: readonly SessionId[] }
  | { readonly kind: 'own-record' };

/** Who places, by which registration, and where our links lead. */
export interface Placer {
  readonly session: AppSession;
  readonly registration: Registration;
  /** Our launch URL as it is registered. */
  readonly launchUrl: string;
}

/** What the browser carries to the platform: the one field `JWT` of a form that is posted to `returnUrl`. */
export interface PlacingAnswer {
  readonly returnUrl: string;
  readonly jwt: string;
}

/** The response is good for five minutes, then the teacher still has the platform's own form to save. */
const columnComesWithinMinutes = 30;

const placementsOf = async (
  { sessions }: Deps,
  course: Course,
  { acceptMultiple }: DeepLinkingRequest,
  choice: PlacingChoice,
): Promise<Placement[]> => {
  if (choice.kind !== 'sessions') return [choice];
  const ids = [...new Set(choice.sessions)];
  if (ids.length === 0 || (ids.length > 1 && !acceptMultiple))
    throw new MusterError('REQUEST_INVALID', { field: 'sessions' });
  const found = await Promise.all(ids.map((id) => getSession(sessions, course.id, id)));
  return found.map((session) => ({ kind: 'session', session }));
};

const contentOf = (placement: Placement): PlacedContent =>
  placement.kind === 'session' ? { kind: 'session', session: placement.session.id } : { kind: placement.kind };

/** As *Settings* does it; the platform makes the column of our answer, so it is looked for and not made for a while. */
const switchColumnOn = async (deps: Deps, session: AppSession, course: Course): Promise<void> => {
  if (columnOffer(session, course) !== 'offered') throw new MusterError('REQUEST_INVALID', { field: 'gradeColumn' });
  await saveSettings(deps, course.id, {
    lateCredit: course.gradePolicy.lateCredit,
    gradeColumnOn: true,
    seen: { lateCredit: course.gradePolicy.lateCredit, gradeColumnOn: false },
    comesWithLinkUntil: later(deps.clock.now(), columnComesWithinMinutes * minute),
  });
};

/**
 * One answer for one request: the app session ends with it, and of two answers at once the first to end it is given. A
 * platform takes each response once as well (LTI deep linking 2.0, section 4.5: its nonce).
 */
const answer = async (
  deps: Deps,
  { session, registration }: Placer,
  request: DeepLinkingRequest,
  items: readonly object[],
  remark: Remark,
): Promise<PlacingAnswer> => {
  const jwt = await deps.messages.sign(registration, responseClaims(session.deployment, request, items, remark));
  if (!(await deps.appSessions.remove(session.tokenHash))) throw new MusterError('SESSION_EXPIRED');
  return { returnUrl: request.returnUrl, jwt };
};

/**
 * Places what the teacher chose. @throws MusterError REQUEST_INVALID for what this place does not take, CONTEXT_NOT_YOURS,
 * NOT_FOUND; RECORD_CHANGED when the course was changed meanwhile; SESSION_EXPIRED when it was answered already
 */
export const placeContent = async (deps: Deps, placer: Placer, choice: PlacingChoice): Promise<PlacingAnswer> => {
  const { session, launchUrl } = placer;
  const request = getPlacing(session);
  if (session.course === null) throw new MusterError('CONTEXT_NOT_YOURS');
  if (!acceptsOurLinks(request)) throw new MusterError('REQUEST_INVALID', { field: 'accept_types' });
  const course = await getCourse(deps, session.course);
  const placements = await placementsOf(deps, course, request, choice);
  if (choice.kind === 'course' && choice.gradeColumn) await switchColumnOn(deps, session, course);
  const items = placements.map((placement) =>
    contentItem(placement, course, {
      launchUrl,
      custom: encodePlacedLink(deps.linkSeal, course.id, contentOf(placement)),
    }),
  );
  return answer(deps, placer, request, items, {});
};

/** Leads back with nothing, and says why. @throws MusterError SESSION_EXPIRED when it was answered already */
export const placeNothing = async (deps: Deps, placer: Placer): Promise<PlacingAnswer> => {
  const request = getPlacing(placer.session);
  const remark: Remark = acceptsOurLinks(request)
    ? { says: 'Nothing was placed.' }
    : {
        failure: {
          says: 'Muster places links that open it, and this place takes none of those.',
          log: 'accept_types has no ltiResourceLink',
        },
      };
  return answer(deps, placer, request, [], remark);
};
