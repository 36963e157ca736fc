import type { FaceGallery } from '../../core/ports/face-gallery.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { type OpenRekognition, openRekognition } from '../support/face-galleries.ts';
import { face, group, references } from '../support/people-pictures.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';

const course = 'c_biology';
const always = 1_000;
/** A busy machine answers within it; what is made slow does not. */
const [patienceMs, slowMs] = [8_000, 10_000];

/** How one call of the service can go wrong, once or for good, and what the caller is told of the latter. */
const faults = {
  'too many calls (ProvisionedThroughputExceeded)': {
    code: 'THROTTLED',
    begin: ({ faults: plan }: OpenRekognition, operation: string, count: number) =>
      plan.next(operation, count, 'ProvisionedThroughputExceededException'),
  },
  'too many calls (Throttling)': {
    code: 'THROTTLED',
    begin: ({ faults: plan }: OpenRekognition, operation: string, count: number) =>
      plan.next(operation, count, 'ThrottlingException'),
  },
  'a server fault': {
    code: 'UNAVAILABLE',
    begin: ({ faults: plan }: OpenRekognition, operation: string, count: number) =>
      plan.next(operation, count, 'InternalServerError'),
  },
  'an answer lost after the deed': {
    code: 'UNAVAILABLE',
    begin: ({ faults: plan }: OpenRekognition, operation: string, count: number) => plan.loseAnswers(operation, count),
  },
  'an answer that takes too long': {
    code: 'UNAVAILABLE',
    begin: ({ faults: plan }: OpenRekognition, operation: string, count: number) => plan.slow(operation, count, slowMs),
  },
} as const;

interface Work {
  readonly operations: readonly string[];
  /** What it comes to when nothing goes wrong; the same it must come to after a fault. */
  run(gallery: FaceGallery): Promise<unknown>;
}

/** All that is asked of a gallery in which Amara and Bruno stand, by the operations it takes. */
const works: Readonly<Record<string, Work>> = {
  inspect: {
    operations: ['DetectFaces'],
    run: async (gallery) => (await gallery.inspect(await face('amara'))).length,
  },
  compare: {
    operations: ['CompareFaces'],
    run: async (gallery) => ((await gallery.compare(await face('amara'), await face('amara'))) ?? 0) > 99,
  },
  identify: {
    operations: ['DetectFaces', 'SearchUsersByImage'],
    run: async (gallery) => {
      const faces = await gallery.identify(course, await group(['amara', 'bruno', 'bea']));
      return faces.map(({ candidates: [best] }) => ((best?.similarity ?? 0) > 99 ? best?.person : null));
    },
  },
  'putting somebody new': {
    operations: ['ListFaces', 'IndexFaces', 'CreateUser', 'AssociateFaces', 'ListUsers'],
    run: async (gallery) => {
      await gallery.put(course, 'bea', await references('bea'));
      return (await gallery.list(course)).length;
    },
  },
  'putting the first of a course': {
    operations: ['CreateCollection'],
    run: async (gallery) => {
      await gallery.put('c_new', 'bea', await references('bea'));
      return gallery.list('c_new');
    },
  },
  'replacing references': {
    operations: ['DisassociateFaces', 'DeleteFaces'],
    run: async (gallery) => {
      await gallery.put(course, 'amara', await references('chiara'));
      return (await gallery.identify(course, await face('chiara')))[0]?.candidates[0]?.person;
    },
  },
  remove: {
    operations: ['DeleteUser', 'ListFaces', 'DeleteFaces', 'ListUsers'],
    run: async (gallery) => {
      await gallery.remove(course, 'amara');
      return gallery.list(course);
    },
  },
  list: { operations: ['ListUsers', 'ListFaces'], run: (gallery) => gallery.list(course) },
  drop: {
    operations: ['DeleteCollection'],
    run: async (gallery) => {
      await gallery.drop(course);
      return gallery.list(course);
    },
  },
  'asking for the version of the models': {
    operations: ['ListCollections'],
    run: async (gallery) => (await gallery.describe()).modelVersion,
  },
};

const cases = Object.entries(works).flatMap(([name, { operations, run }]) =>
  operations.map((operation) => ({ name, operation, run })),
);
type Case = (typeof cases)[number];
type Fault = (typeof faults)[keyof typeof faults];

/** Done again, these are answered by what was done the first time: a lost answer is not even noticed. */
const tellsByItself = new Set(['CreateCollection', 'DeleteCollection']);

describe("every call of Rekognition's going wrong", () => {
  let engine: FaceEngine;
  const expected = new Map<string, unknown>();
  beforeAll(async () => {
    engine = await openRememberingEngine();
    for (const [name, { run }] of Object.entries(works)) {
      expected.set(name, await withTwo(({ gallery }) => run(gallery)));
    }
  });
  afterAll(() => engine?.close());

  /** A server, a client and a gallery of two for each case: a client that was throttled stays slow for a while. */
  const withTwo = async <T>(run: (opened: OpenRekognition) => Promise<T>): Promise<T> => {
    const opened = await openRekognition(engine, { maxAttempts: 2, requestTimeoutMs: patienceMs });
    try {
      for (const person of ['amara', 'bruno'] as const) {
        await opened.gallery.put(course, person, await references(person));
      }
      return await run(opened);
    } finally {
      await opened.close();
    }
  };

  const endOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      (answer) => JSON.stringify(answer),
      (error: { code?: string; retryable?: boolean }) =>
        error.retryable === true ? String(error.code) : `${error.code}, not to be tried again`,
    );

  /** What did not go as it should, case by case; they wait for the service together. */
  const deviations = async (run: (one: Case, opened: OpenRekognition) => Promise<readonly [string, string][]>) => {
    const seen = cases.map(async (one) => {
      const ends = await withTwo((opened) => run(one, opened));
      return ends.flatMap(([end, wanted]) =>
        end === wanted ? [] : [`${one.name}, ${one.operation}: ${end}, not ${wanted}`],
      );
    });
    return (await Promise.all(seen)).flat();
  };

  describe.each(Object.entries(faults))('%s', (name, { code, begin }: Fault) => {
    const isDone = name.startsWith('an answer');
    const usual = (one: Case) => JSON.stringify(expected.get(one.name));

    it('once, changes nothing about any work', async () => {
      const found = await deviations(async (one, opened) => {
        begin(opened, one.operation, 1);
        return [[await endOf(one.run(opened.gallery)), usual(one)]];
      });
      expect(found).toEqual([]);
    });

    it('for good, is told with a code that may be tried again, and is mended by doing the work again', async () => {
      const found = await deviations(async (one, opened) => {
        begin(opened, one.operation, always);
        const end = await endOf(one.run(opened.gallery));
        opened.faults.clear();
        const wanted = isDone && tellsByItself.has(one.operation) ? usual(one) : code;
        return [
          [end, wanted],
          [await endOf(one.run(opened.gallery)), usual(one)],
        ];
      });
      expect(found).toEqual([]);
    });
  });
});
