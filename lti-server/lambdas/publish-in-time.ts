import { asId, type CourseId } from '../../core/ids.ts';
import type { Services } from '../../core/ports/services.ts';
import { publishScores } from '../../core/use-cases/publish-scores.ts';
import type { TaskHandlers } from '../../core/use-cases/run-due-work.ts';
import { publishTask } from '../../core/use-cases/settle-session.ts';
import { hasTime, type TimeLeft } from './time-left.ts';

/** The function's time is over; the course goes on in its next turn. */
class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

const soonSeconds = 2;

/** Publishes while there is time: each score asks before it goes, and what is left is due again at once. */
export const publishInTime =
  (services: Services, context: TimeLeft, random: () => number): TaskHandlers['publish'] =>
  async (key, keepLease) => {
    const course = asId<CourseId>(key);
    const keep = async () => {
      if (!hasTime(context)) throw new OutOfTime();
      await keepLease();
    };
    try {
      await publishScores(services, course, { keepLease: keep, random });
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      await services.work.add(publishTask(services, course, soonSeconds));
    }
  };
