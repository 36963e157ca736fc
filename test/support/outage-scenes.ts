import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage } from '../../lti-server/http/api-schema/course.ts';
import type { GradebookPage } from '../../lti-server/http/api-schema/record.ts';
import { type Scene, session, teacher, text } from './scenes.ts';

const since = '2026-11-23T18:40:00.000Z';

/** As recognition leaves a photograph that it has tried five times. */
const notCompared = (board: Board): Board => ({
  ...board,
  captures: board.captures.map((capture) => ({ ...capture, state: 'stored', failure: 'UNAVAILABLE', facesFound: 0 })),
  faces: [],
});

/** As a gradebook stands that was away for hours: one grade is in, the others could not be sent. */
const unreached = (page: GradebookPage): GradebookPage => ({
  ...page,
  trouble: { reason: 'unreachable', at: since },
  rows: page.rows.map((row, at) =>
    at === 0 ? row : { ...row, gradebook: { ...row.gradebook, state: 'refused', refusal: 'unreachable' } },
  ),
});

const slow = (page: CoursePage): CoursePage => ({ ...page, rosterProblem: 'ROSTER_SLOW' });

/** What teachers see while something that Muster needs is out of reach. */
export const outageScenes: readonly Scene[] = [
  {
    ...teacher,
    name: 'board-recognition-away',
    path: session('photographed'),
    network: { path: '/sessions/*', does: { change: notCompared } },
    settle: text('recognition is not available at the moment'),
  },
  {
    ...teacher,
    name: 'gradebook-unreached',
    path: '/gradebook',
    network: { path: '/gradebook', does: { change: unreached } },
    settle: text('Muster tries again each hour'),
  },
  {
    ...teacher,
    name: 'course-roster-slow',
    network: { path: '/course', does: { change: slow } },
    settle: text('The platform takes long to send the roster'),
  },
];
