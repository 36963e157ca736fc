import { json, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { addressesOf } from './addresses.ts';
import { numberIn } from './nrps.ts';
import type { PracticeCourse } from './people.ts';
import type { Platform } from './platform.ts';
import { refuseWith, type ServicesAuth, toolOf } from './services-auth.ts';
import type { StoredLineItem } from './state.ts';
import type { Tool } from './tool.ts';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const types = {
  item: 'application/vnd.ims.lis.v2.lineitem+json',
  list: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
} as const;

const lineItemBody = z.object({
  label: z.string().min(1),
  scoreMaximum: z.number().positive(),
  resourceId: z.string().nullish(),
  tag: z.string().nullish(),
  resourceLinkId: z.string().nullish(),
});

/** The part of a list that was asked for, with the header that leads on. */
export const sendPage = (
  platform: Platform,
  req: Request,
  res: Response,
  type: string,
  all: readonly unknown[],
): void => {
  const { grades } = platform.profile.services;
  const from = numberIn(req, 'from') ?? 0;
  const size = grades.pageSize(numberIn(req, 'limit'));
  if (from + size < all.length) {
    const next = new URL(req.originalUrl, platform.url);
    next.searchParams.set('from', String(from + size));
    res.set('Link', grades.linkHeader(next.href));
  }
  res.type(type).send(JSON.stringify(all.slice(from, from + size)));
};

const isOf = (item: StoredLineItem, tool: Tool, platform: Platform) => (item.tool ?? platform.builtIn.id) === tool.id;

/** The course of a request, unless the tool may not write there. */
export const courseOf = (platform: Platform, req: Request, res: Response): PracticeCourse | null => {
  const course = platform.courseAt(String(req.params.course));
  const query = new URLSearchParams(platform.profile.paths.query(toolOf(res)));
  if (course === null) res.status(404).json({ error: 'course unknown' });
  else if ([...query].some(([name, value]) => req.query[name] !== value)) res.status(403).json({ error: 'tool' });
  else if (platform.concluded.has(course.id)) refuseWith(res, platform.profile.services.grades.concluded);
  else return course;
  return null;
};

/** A tool sees its own line items alone. */
export const itemOf = (platform: Platform, req: Request, res: Response): StoredLineItem | null => {
  const course = courseOf(platform, req, res);
  if (course === null) return null;
  const item = platform.state.lineItems.find(
    (one) => one.id === req.params.item && one.course === course.id && isOf(one, toolOf(res), platform),
  );
  if (item === undefined) res.status(404).json({ error: 'line item unknown' });
  return item ?? null;
};

/** LTI AGS 2.0, section 3.2. */
export const lineItemRoutes = (platform: Platform, auth: ServicesAuth): Router => {
  const router = Router();
  const { state, profile } = platform;
  const { paths, services } = profile;
  const readers = auth.needs(`${ags}lineitem`, `${ags}lineitem.readonly`);
  const writers = auth.needs(`${ags}lineitem`);
  const body = json({ type: () => true });

  const view = (course: PracticeCourse, tool: Tool, item: StoredLineItem) => ({
    id: addressesOf(platform, course, tool).lineItem(item.id),
    label: item.label,
    scoreMaximum: item.scoreMaximum,
    ...(item.resourceId === null ? {} : { resourceId: item.resourceId }),
    ...(item.tag === null ? {} : { tag: item.tag }),
    ...(item.resourceLinkId === null ? {} : { resourceLinkId: item.resourceLinkId }),
  });
  const sendItem = (res: Response, status: number, course: PracticeCourse, item: StoredLineItem) =>
    void res
      .status(status)
      .type(types.item)
      .send(JSON.stringify(view(course, toolOf(res), item)));
  const parsed = (req: Request, res: Response) => {
    const refused = services.contentTypeRefusal(req.get('content-type'), types.item);
    if (refused !== null) return void refuseWith(res, refused);
    const read = lineItemBody.safeParse(req.body);
    if (!read.success)
      return void res.status(400).json({ error: 'line item invalid', field: read.error.issues[0]?.path[0] });
    return read.data;
  };
  const accepts = (req: Request, res: Response, type: string): boolean => {
    const refused = services.acceptRefusal(req.get('accept'), type);
    if (refused !== null) refuseWith(res, refused);
    return refused === null;
  };

  router.get(paths.lineItems, readers, (req, res) => {
    const course = courseOf(platform, req, res);
    if (course === null || !accepts(req, res, types.list)) return;
    const { resource_id, tag, resource_link_id } = req.query;
    const items = state.lineItems.filter(
      (item) =>
        item.course === course.id &&
        isOf(item, toolOf(res), platform) &&
        (resource_id === undefined || item.resourceId === resource_id) &&
        (tag === undefined || item.tag === tag) &&
        (resource_link_id === undefined || item.resourceLinkId === resource_link_id),
    );
    const views = items.map((item) => view(course, toolOf(res), item));
    sendPage(platform, req, res, types.list, views);
  });
  router.post(paths.lineItems, writers, body, async (req, res) => {
    const course = courseOf(platform, req, res);
    const wanted = course === null ? undefined : parsed(req, res);
    if (course === null || wanted === undefined) return;
    const { label, scoreMaximum, resourceId = null, tag = null, resourceLinkId = null } = wanted;
    if (resourceLinkId !== null) {
      const link = state.links.find(({ id, tool }) => id === resourceLinkId && tool === toolOf(res).id) ?? null;
      const refused = services.grades.createRefusal(resourceLinkId, link);
      if (refused !== null) return void refuseWith(res, refused);
    }
    const id = String(state.nextLineItem);
    const tool = toolOf(res).id;
    const item: StoredLineItem = { id, course: course.id, label, scoreMaximum, resourceId, tag, resourceLinkId, tool };
    state.nextLineItem += 1;
    state.lineItems.push(item);
    await state.save();
    sendItem(res, 201, course, item);
  });
  router.get(paths.lineItem, readers, (req, res) => {
    const item = itemOf(platform, req, res);
    const course = item === null ? null : platform.findCourse(item.course);
    if (item !== null && course !== null && accepts(req, res, types.item)) sendItem(res, 200, course, item);
  });
  router.put(paths.lineItem, writers, body, async (req, res) => {
    const item = itemOf(platform, req, res);
    const course = item === null ? null : platform.findCourse(item.course);
    const wanted = item === null ? undefined : parsed(req, res);
    if (item === null || course === null || wanted === undefined) return;
    const { label, scoreMaximum, resourceId = null, tag = null } = wanted;
    const next = { ...item, label, scoreMaximum, resourceId, tag };
    state.lineItems[state.lineItems.indexOf(item)] = next;
    await state.save();
    sendItem(res, 200, course, next);
  });
  router.delete(paths.lineItem, writers, async (req, res) => {
    const item = itemOf(platform, req, res);
    if (item === null) return;
    const refused = services.grades.deleteRefusal(item);
    if (refused !== null) return void refuseWith(res, refused);
    state.lineItems.splice(state.lineItems.indexOf(item), 1);
    delete state.scores[item.id];
    await state.save();
    res.status(204).end();
  });
  return router;
};
