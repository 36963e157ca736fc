import { Router } from 'express';
import { asId, type SessionId } from '../../../core/ids.ts';
import { type Placer, type PlacingChoice, placeContent, placeNothing } from '../../../core/use-cases/place-content.ts';
import { readPlacing } from '../../../core/use-cases/read-placing.ts';
import type { App } from '../../app.ts';
import { type PlaceAnswer, type PlaceRequest, type Placing, placeRequest } from '../api-schema/deep-linking.ts';
import { type Caller, parse, route } from '../route.ts';

const placingOf = async (app: App, { session }: Caller): Promise<Placing> => {
  const found = await readPlacing(app, session);
  if (found === null) return { course: null, accepted: false, severalSessions: false };
  const { course, accepted, severalSessions, column, sessions } = found;
  return {
    course: {
      title: course.title,
      timeZone: course.timeZone,
      sessions: sessions.map(({ id, title, startsAt, state }) => ({ id, title, startsAt, state })),
      gradeColumn: column,
    },
    accepted,
    severalSessions,
  };
};

const choiceOf = ({ choice }: Extract<PlaceRequest, { choice: object }>): PlacingChoice =>
  choice.kind === 'sessions' ? { ...choice, sessions: choice.sessions.map((id) => asId<SessionId>(id)) } : choice;

/** Placing Muster in a course, by the launch that the platform sends for it. LTI deep linking 2.0. */
export const deepLinkingRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/deep-linking',
    route('place-content', async ({ caller }) => placingOf(app, caller)),
  );
  router.post(
    '/deep-linking',
    route('place-content', async ({ caller, req }): Promise<PlaceAnswer> => {
      const wanted = parse(placeRequest, req.body);
      const placer: Placer = { ...caller, launchUrl: `${app.publicUrl}/lti/launch` };
      if ('cancel' in wanted) return placeNothing(app, placer);
      const answer = await placeContent(app, placer, choiceOf(wanted));
      app.wake();
      return answer;
    }),
  );
  return router;
};
