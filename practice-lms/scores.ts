import type { IncomingMessage } from 'node:http';
import { json, Router } from 'express';
import { addressesOf } from './addresses.ts';
import { itemOf, sendPage } from './line-items.ts';
import type { Platform } from './platform.ts';
import { isRefusal } from './profiles/service-habits.ts';
import { scoreBody } from './score-body.ts';
import { refuseWith, type ServicesAuth, toolOf } from './services-auth.ts';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const types = {
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
} as const;

/** LTI AGS 2.0, sections 3.3 and 3.4: scores come in, results are what they left. */
export const scoreRoutes = (platform: Platform, auth: ServicesAuth): Router => {
  const router = Router();
  const { state, profile, options } = platform;
  const { paths, services } = profile;
  const { grades } = services;
  const received = new WeakMap<IncomingMessage, string>();
  const body = json({
    type: () => true,
    verify: (req, _res, bytes) => void received.set(req, bytes.toString('utf8')),
  });
  let scorePosts = 0;

  router.post(`${paths.lineItem}/scores`, auth.needs(`${ags}score`), body, async (req, res) => {
    const item = itemOf(platform, req, res);
    const course = item === null ? null : platform.findCourse(item.course);
    if (item === null || course === null) return;
    scorePosts += 1;
    const fault = options.onScore?.(scorePosts, received.get(req) ?? '') ?? 'ok';
    if (typeof fault === 'object')
      return void res
        .status(fault.status)
        .type('json')
        .set(fault.headers ?? {})
        .send(fault.body ?? '{"error":"fault"}');
    const wrongType = services.contentTypeRefusal(req.get('content-type'), types.score);
    if (wrongType !== null) return void refuseWith(res, wrongType);
    const score = scoreBody.safeParse(req.body);
    if (!score.success)
      return void res.status(400).json({ error: 'score invalid', field: score.error.issues[0]?.path[0] });
    const { userId, timestamp, scoreGiven, scoreMaximum } = score.data;
    const person = platform.personOf(userId);
    const isStudent = person?.kind === 'student' && course.members.some(({ id }) => id === person.id);
    if (person === null || !isStudent) return void refuseWith(res, grades.notAStudent);
    if (scoreGiven !== undefined && scoreMaximum === undefined) return void refuseWith(res, grades.incomplete);
    const scores = state.scores[item.id] ?? {};
    state.scores[item.id] = scores;
    const standing = scores[person.id];
    if (standing !== undefined && grades.isStale(timestamp, standing)) return void refuseWith(res, grades.stale);
    if (grades.unpublished !== undefined && platform.unpublished.has(item.id))
      return void refuseWith(res, grades.unpublished);
    const left = grades.apply({ ...score.data, userId: person.id }, standing, item, options.allowedAttempts ?? null);
    if (isRefusal(left)) return void refuseWith(res, left);
    scores[person.id] = left;
    await state.save();
    if (fault === 'lose-answer') return void req.socket.destroy();
    const results = addressesOf(platform, course, toolOf(res)).results(item.id);
    if (grades.scoreStatus === 204) return void res.status(204).end();
    res.status(grades.scoreStatus).json({ resultUrl: `${results}/${userId}` });
  });

  router.get(`${paths.lineItem}/results`, auth.needs(`${ags}result.readonly`), (req, res) => {
    const item = itemOf(platform, req, res);
    const course = item === null ? null : platform.findCourse(item.course);
    if (item === null || course === null) return;
    const refused = services.acceptRefusal(req.get('accept'), types.results);
    if (refused !== null) return void refuseWith(res, refused);
    const addresses = addressesOf(platform, course, toolOf(res));
    const results = Object.entries(state.scores[item.id] ?? {}).flatMap(([id, score]) => {
      const person = platform.findPerson(id);
      const userId = person === null ? id : profile.sub(person);
      const told = grades.result(score, item);
      if (told === null || (req.query.user_id !== undefined && req.query.user_id !== userId)) return [];
      const url = new URL(addresses.results(item.id));
      url.pathname += `/${userId}`;
      return [{ id: url.href, userId, scoreOf: addresses.lineItem(item.id), ...told }];
    });
    sendPage(platform, req, res, types.results, results);
  });
  return router;
};
