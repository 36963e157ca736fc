import type { Course } from '../attendance/course.ts';
import { type ColumnId, type ColumnState, newColumn, type WantedColumn } from '../attendance/grade-column.ts';
import type { GradeService } from '../lti/launch.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';

type Deps = Pick<Services, 'courses' | 'gradeColumns' | 'gradebook' | 'clock'>;

/** A column with where it is in the gradebook, as far as is known. */
export interface ColumnPlace {
  readonly course: Course;
  readonly service: GradeService;
  readonly wanted: WantedColumn;
  readonly state: ColumnState;
  readonly lineItem: string | null;
}

export const placeOf = (
  course: Course,
  service: GradeService,
  wanted: WantedColumn,
  id: ColumnId,
  stored: ColumnState | undefined,
): ColumnPlace => {
  const state = stored ?? newColumn(id);
  return {
    course,
    service,
    wanted,
    state,
    lineItem: id === 'attendance' ? course.gradeColumn.lineItemUrl : state.lineItemUrl,
  };
};

/** @throws MusterError RECORD_CHANGED when a teacher had a word in between */
export const keepState = async (
  { gradeColumns }: Pick<Services, 'gradeColumns'>,
  place: ColumnPlace,
  change: Partial<ColumnState>,
): Promise<ColumnPlace> => {
  const state = { ...place.state, ...change, version: place.state.version + 1 };
  await gradeColumns.put(place.course.id, state);
  return { ...place, state };
};

const keepLineItem = async (deps: Deps, place: ColumnPlace, lineItem: string | null): Promise<ColumnPlace> => {
  if (place.state.column !== 'attendance') {
    return { ...(await keepState(deps, place, { lineItemUrl: lineItem })), lineItem };
  }
  // The course is written by launches as well.
  await untilUnchanged(async () => {
    const course = await deps.courses.find(place.course.id);
    if (course === null) return;
    const gradeColumn = { ...course.gradeColumn, lineItemUrl: lineItem, comesWithLinkUntil: null };
    await deps.courses.put({ ...course, gradeColumn, version: course.version + 1 });
  });
  return { ...place, lineItem };
};

/** Whether the platform may still make the column itself, of a link that was placed with one. */
const comesWithLink = ({ course, state }: ColumnPlace, now: string): boolean =>
  state.column === 'attendance' &&
  course.gradeColumn.comesWithLinkUntil !== null &&
  now < course.gradeColumn.comesWithLinkUntil;

/**
 * Looks by resource id and tag before it makes one: after a lost answer, too, there is one. Null: the platform is making
 * it, and has not yet.
 */
export const ensurePlace = async (
  deps: Deps,
  place: ColumnPlace,
): Promise<(ColumnPlace & { readonly lineItem: string }) | null> => {
  const { lineItem, course, service, wanted } = place;
  if (lineItem !== null) return { ...place, lineItem };
  const item = comesWithLink(place, deps.clock.now())
    ? await deps.gradebook.findLineItem(course.registration, service, wanted)
    : await deps.gradebook.ensureLineItem(course.registration, service, wanted);
  if (item === null) return null;
  const { id } = item;
  return { ...(await keepLineItem(deps, place, id)), lineItem: id };
};

/**
 * Where a column is whose line item answered that it is gone: still there, elsewhere under its resource id and tag, or made
 * anew, once. That it is being made, and in place of which, is stored first: after a crash it is made, and not twice.
 * Null: it was deleted again.
 */
export const findPlaceAgain = async (deps: Deps, place: ColumnPlace): Promise<ColumnPlace | null> => {
  const { course, service, wanted, lineItem, state } = place;
  const { registration } = course;
  if (lineItem !== null && (await deps.gradebook.lineItemStands(registration, service, lineItem))) return place;
  const found = await deps.gradebook.findLineItem(registration, service, wanted);
  if (found !== null) return keepLineItem(deps, place, found.id);
  const begun = state.remadeAt !== null && state.remadeFor === lineItem;
  if (state.remadeAt !== null && !begun) return null;
  const remaking = begun
    ? place
    : await keepState(deps, place, { remadeAt: deps.clock.now(), remadeFor: lineItem, listedAt: null });
  return ensurePlace(deps, await keepLineItem(deps, remaking, null));
};
