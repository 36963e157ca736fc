import { createEngine, type FaceEngine } from '../../face-engine/index.ts';
import { type RekognitionServer, startRekognitionServer } from '../../face-engine/rekognition/server.ts';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { photographs } from '../../practice-lms/class/photographs.ts';
import { enrolStudents } from '../../practice-lms/enrol-students.ts';
import { findCourse, fullName } from '../../practice-lms/people.ts';
import { clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';
import { photograph, takePhotographs } from '../support/take-photographs.ts';

/** Three who are in the photograph and recognise well. */
const inFront = new Set(photographs.find(({ name }) => name === 'biology-front')?.people.map(({ person }) => person));
const some = students.filter(({ id, hard, declines }) => inFront.has(id) && hard === null && !declines).slice(0, 3);

describe('a course whose faces are at a server of the Rekognition protocol', () => {
  let engine: FaceEngine;
  let faces: RekognitionServer;
  let practice: RunningPractice;

  beforeAll(async () => {
    engine = await createEngine({ workers: 2 });
    faces = await startRekognitionServer({ engine, port: 0 });
    practice = await openPractice({
      faces: { FACES: 'rekognition', AWS_REGION: 'eu-west-1', REKOGNITION_ENDPOINT: faces.url },
    });
  });
  afterAll(async () => {
    await practice?.close();
    await faces?.close();
    await engine?.close();
  });

  it('enrols, recognises who enrolled and nobody else, and forgets who withdraws', async () => {
    const course = findCourse('biology-101');
    if (course === null) throw new Error('no course');
    const members = course.members.filter(({ id }) => some.some((student) => student.id === id));
    const progress = await enrolStudents(practice.lmsUrl, practice.toolUrl, { ...course, members }, () => {});
    expect(progress).toMatchObject({ enrolled: 3, failures: [] });
    const teacher = await clientFor(practice, 'teacher-1');
    await eventually(
      () => teacher.call<CoursePage>('GET', '/course'),
      ({ coverage }) => coverage.matchable === 3,
    );
    const session = await teacher.call<SessionSummary>('POST', '/sessions', {});
    const board: Board = await takePhotographs(practice, teacher, session.id, [
      await photograph(practice, 'biology-front'),
    ]);
    expect(board.faces.length).toBeGreaterThanOrEqual(14);
    const named = board.faces.flatMap(({ member }) => board.members.find(({ id }) => id === member)?.name ?? []);
    expect(named.sort()).toEqual(some.map(fullName).sort());

    const student = await clientFor(practice, some[0]?.id ?? '');
    expect(await student.call('DELETE', '/my/recognition')).toMatchObject({
      references: 3,
      templates: 3,
      galleries: 1,
    });
    const again = await teacher.call<SessionSummary>('POST', '/sessions', {});
    const later: Board = await takePhotographs(practice, teacher, again.id, [
      await photograph(practice, 'biology-front'),
    ]);
    const still = later.faces.flatMap(({ member }) => later.members.find(({ id }) => id === member)?.name ?? []);
    expect(still.sort()).toEqual(some.slice(1).map(fullName).sort());
  });
});
