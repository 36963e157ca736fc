import { createEngine, type FaceEngine } from '../../face-engine/index.ts';
import { type RekognitionServer, startRekognitionServer } from '../../face-engine/rekognition/server.ts';
import { runCommand } from '../../lti-server/cli/run.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { type AdministeredPractice, openAdministered } from '../support/administration.ts';
import { clientFor } from '../support/practice.ts';
import { photograph, takePhotographs } from '../support/take-photographs.ts';

const month = new Date().toISOString().slice(0, 7);

describe('what recognition took, on the command line', () => {
  let engine: FaceEngine;
  let faces: RekognitionServer;
  let practice: AdministeredPractice;
  beforeAll(async () => {
    engine = await createEngine({ workers: 2 });
    faces = await startRekognitionServer({ engine, port: 0 });
    practice = await openAdministered({
      faces: { FACES: 'rekognition', AWS_REGION: 'eu-west-1', REKOGNITION_ENDPOINT: faces.url },
    });
    const teacher = await clientFor(practice, 'teacher-1');
    const session = await teacher.call<SessionSummary>('POST', '/sessions', {});
    const shots = [await photograph(practice, 'biology-front'), await photograph(practice, 'biology-back')];
    await takePhotographs(practice, teacher, session.id, shots);
  });
  afterAll(async () => {
    await practice?.close();
    await faces?.close();
    await engine?.close();
  });
  const run = (...args: string[]) => runCommand(['usage', ...args, '--data', practice.dataFolder], {});

  it('is a line a registration, with photographs, faces, paid calls and dollars', async () => {
    const { code, text } = await run();
    expect(code).toBe(0);
    expect(text).toContain(`Photographs of ${month}`);
    // Nobody is enrolled, so there is no collection to search: two detections are all that is paid for.
    expect(text).toMatch(/practice {2}Practice LMS +2 +32 +2 +0\.002/);
  });

  it('is a line a session of one registration', async () => {
    expect((await run('practice', '--month', month)).text).toMatch(/c_\S+ \S+ +2 +32 +2 +0\.002/);
    expect((await run('practice', '--month', '2020-01')).text).not.toMatch(/c_/);
  });

  it.each([
    [['--month', 'soon'], 1],
    [['--region', 'mars-north-1'], 2],
    [['nobody'], 1],
  ])('is refused in words: %j', async (args, code) => {
    const outcome = await run(...args);
    expect(outcome.code).toBe(code);
    expect(outcome.text.length).toBeGreaterThan(20);
  });
});
