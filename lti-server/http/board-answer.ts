import type { SessionId } from '../../core/ids.ts';
import { readBoard } from '../../core/use-cases/read-board.ts';
import type { App } from '../app.ts';
import type { Board } from './api-schema/board.ts';
import { type Caller, courseOf } from './route.ts';
import { boardView } from './session-views.ts';

/** The board as it is now: the answer to every change of a review. */
export const answerBoard = async (app: App, caller: Caller, session: SessionId): Promise<Board> => {
  const course = courseOf(caller);
  const [seen, found] = await Promise.all([readBoard(app, course, session), app.courses.find(course)]);
  return boardView(seen, found?.timeZone ?? 'UTC', caller.registration.policy, app.clock.now());
};
