import type { IncomingMessage } from 'node:http';
import { json, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { findCourse, type PracticeCourse } from './people.ts';
import type { Platform } from './platform.ts';
import type { ServicesAuth } from './services-auth.ts';
import type { StoredLineItem } from './state.ts';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const types = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
} as const;

const lineItemBody = z.object({
  label: z.string().min(1),
  scoreMaximum: z.number().positive(),
  resourceId: z.string().nullish(),
  tag: z.string().nullish(),
  resourceLinkId: z.string().nullish(),
});

const scoreBody = z.object({
  userId: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
  activityProgress: z.enum(['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed']),
  gradingProgress: z.enum(['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady']),
  scoreGiven: z.number().min(0).optional(),
  scoreMaximum: z.number().positive().optional(),
});

const has = (req: Request, type: string) => (req.get('content-type') ?? '').split(';')[0]?.trim() === type;

/** LTI Assignment and Grade Services 2.0: line items, scores, results. */
export const agsRoutes = (platform: Platform, auth: ServicesAuth): Router => {
  const router = Router();
  const { state } = platform;
  const received = new WeakMap<IncomingMessage, string>();
  let scorePosts = 0;

  const base = (course: string) => `${platform.url}/api/courses/${course}/lineitems`;
  const view = ({ id, course, label, scoreMaximum, resourceId, tag, resourceLinkId }: StoredLineItem) => ({
    id: `${base(course)}/${id}`,
    label,
    scoreMaximum,
    ...(resourceId === null ? {} : { resourceId }),
    ...(tag === null ? {} : { tag }),
    ...(resourceLinkId === null ? {} : { resourceLinkId }),
  });
  const courseOf = (req: Request, res: Response): PracticeCourse | null => {
    const course = findCourse(String(req.params.course));
    if (course === null) res.status(404).json({ error: 'course unknown' });
    return course;
  };
  const itemOf = (req: Request, res: Response): StoredLineItem | null => {
    const item = state.lineItems.find(({ id, course }) => id === req.params.item && course === req.params.course);
    if (item === undefined) res.status(404).json({ error: 'line item unknown' });
    return item ?? null;
  };
  const parsed = (req: Request, res: Response) => {
    if (!has(req, types.lineItem))
      return void res.status(415).json({ error: `Content-Type must be ${types.lineItem}` });
    const body = lineItemBody.safeParse(req.body);
    if (!body.success)
      return void res.status(400).json({ error: 'line item invalid', field: body.error.issues[0]?.path[0] });
    return body.data;
  };
  const body = json({
    type: [types.lineItem, types.score, 'application/json'],
    verify: (req, _res, bytes) => void received.set(req, bytes.toString('utf8')),
  });

  router.get('/api/courses/:course/lineitems', auth.needs(`${ags}lineitem`, `${ags}lineitem.readonly`), (req, res) => {
    const course = courseOf(req, res);
    if (course === null) return;
    const { resource_id, tag, resource_link_id } = req.query;
    const items = state.lineItems.filter(
      (item) =>
        item.course === course.id &&
        (resource_id === undefined || item.resourceId === resource_id) &&
        (tag === undefined || item.tag === tag) &&
        (resource_link_id === undefined || item.resourceLinkId === resource_link_id),
    );
    res.type(types.lineItems).send(JSON.stringify(items.map(view)));
  });
  router.post('/api/courses/:course/lineitems', auth.needs(`${ags}lineitem`), body, async (req, res) => {
    const course = courseOf(req, res);
    const wanted = course === null ? undefined : parsed(req, res);
    if (course === null || wanted === undefined) return;
    const item: StoredLineItem = {
      id: String(state.nextLineItem),
      course: course.id,
      label: wanted.label,
      scoreMaximum: wanted.scoreMaximum,
      resourceId: wanted.resourceId ?? null,
      tag: wanted.tag ?? null,
      resourceLinkId: wanted.resourceLinkId ?? null,
    };
    state.nextLineItem += 1;
    state.lineItems.push(item);
    await state.save();
    res
      .status(201)
      .type(types.lineItem)
      .send(JSON.stringify(view(item)));
  });
  router.get(
    '/api/courses/:course/lineitems/:item',
    auth.needs(`${ags}lineitem`, `${ags}lineitem.readonly`),
    (req, res) => {
      const item = itemOf(req, res);
      if (item !== null) res.type(types.lineItem).send(JSON.stringify(view(item)));
    },
  );
  router.put('/api/courses/:course/lineitems/:item', auth.needs(`${ags}lineitem`), body, async (req, res) => {
    const item = itemOf(req, res);
    const wanted = item === null ? undefined : parsed(req, res);
    if (item === null || wanted === undefined) return;
    const next = { ...item, label: wanted.label, scoreMaximum: wanted.scoreMaximum };
    state.lineItems[state.lineItems.indexOf(item)] = next;
    await state.save();
    res.type(types.lineItem).send(JSON.stringify(view(next)));
  });
  router.delete('/api/courses/:course/lineitems/:item', auth.needs(`${ags}lineitem`), async (req, res) => {
    const item = itemOf(req, res);
    if (item === null) return;
    state.lineItems.splice(state.lineItems.indexOf(item), 1);
    delete state.scores[item.id];
    await state.save();
    res.status(204).end();
  });

  router.post('/api/courses/:course/lineitems/:item/scores', auth.needs(`${ags}score`), body, async (req, res) => {
    const item = itemOf(req, res);
    const course = item === null ? null : findCourse(item.course);
    if (item === null || course === null) return;
    scorePosts += 1;
    const fault = platform.onScore(scorePosts, received.get(req) ?? '');
    if (typeof fault === 'object')
      return void res
        .status(fault.status)
        .set(fault.headers ?? {})
        .json({ error: 'fault' });
    if (!has(req, types.score)) return void res.status(415).json({ error: `Content-Type must be ${types.score}` });
    const score = scoreBody.safeParse(req.body);
    if (!score.success)
      return void res.status(400).json({ error: 'score invalid', field: score.error.issues[0]?.path[0] });
    const { userId, timestamp, gradingProgress, scoreGiven, scoreMaximum } = score.data;
    if (!course.members.some(({ id, kind }) => id === userId && kind === 'student')) {
      return void res.status(422).json({ error: 'user is not a student of this course' });
    }
    if (scoreGiven !== undefined && scoreMaximum === undefined)
      return void res.status(422).json({ error: 'scoreMaximum missing' });
    const scores = state.scores[item.id] ?? {};
    state.scores[item.id] = scores;
    const standing = scores[userId];
    if (standing !== undefined && Date.parse(standing.timestamp) >= Date.parse(timestamp)) {
      return void res.status(409).json({ error: 'a score of this time, or a newer one, is here already' });
    }
    const final = gradingProgress === 'FullyGraded' && scoreGiven !== undefined && scoreMaximum !== undefined;
    scores[userId] = {
      user: userId,
      timestamp,
      score: final ? (scoreGiven / scoreMaximum) * item.scoreMaximum : null,
      maximum: final ? item.scoreMaximum : null,
    };
    await state.save();
    if (fault === 'lose-answer') return void req.socket.destroy();
    res.status(204).end();
  });
  router.get('/api/courses/:course/lineitems/:item/results', auth.needs(`${ags}result.readonly`), (req, res) => {
    const item = itemOf(req, res);
    if (item === null) return;
    const results = Object.values(state.scores[item.id] ?? {})
      .filter(({ user, score }) => score !== null && (req.query.user_id === undefined || req.query.user_id === user))
      .map(({ user, score }) => ({
        id: `${base(item.course)}/${item.id}/results/${user}`,
        userId: user,
        resultScore: score,
        resultMaximum: item.scoreMaximum,
        scoreOf: `${base(item.course)}/${item.id}`,
      }));
    res.type(types.results).send(JSON.stringify(results));
  });
  return router;
};
