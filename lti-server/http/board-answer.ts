import type { SessionId } from '../../core/ids.ts';
import { readBoard } from '../../core/use-cases/read-board.ts';
import type { App } from '../app.ts';
import type { Board } from './api-schema/board.ts';
import { type Caller, courseOf } from './route.ts';
import { boardView } from './session-views.ts';

/** The board as it is now: the answer to every change of a review. */
export const answerBoard = async (app: App, caller: Caller, session: SessionId): Promise<Board> => {
  const course = courseOf(caller);
  const [seen, period, found] = await Promise.all([
    readBoard(app, course, session),
    app.checkInPeriods.find(course, session),
    app.courses.find(course),
  ]);
  return boardView(seen, period, {
    timeZone: found?.timeZone ?? 'UTC',
    policy: caller.registration.policy,
    now: app.clock.now(),
  });
};
