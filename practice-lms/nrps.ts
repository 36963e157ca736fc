import { type Request, type Response, Router } from 'express';
import { addressesOf } from './addresses.ts';
import { substitute } from './launch-claims.ts';
import type { PracticeCourse } from './people.ts';
import type { Platform } from './platform.ts';
import { refuseWith, type ServicesAuth, toolOf } from './services-auth.ts';

const mediaType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const scope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';

/** A query parameter that is one whole number above zero. */
export const numberIn = (req: Request, name: string): number | null => {
  const value = Number(req.query[name]);
  return Number.isInteger(value) && value > 0 ? value : null;
};

/** LTI Names and Role Provisioning Services 2.0. */
export const nrpsRoutes = (platform: Platform, auth: ServicesAuth): Router => {
  const router = Router();
  const { paths, services, sub } = platform.profile;
  const { roster } = services;

  const nextUrl = (req: Request, from: number): string => {
    const next = new URL(req.originalUrl, platform.url);
    for (const name of [...next.searchParams.keys()]) {
      if (!roster.keeps.includes(name)) next.searchParams.delete(name);
    }
    next.searchParams.set('from', String(from));
    return next.href;
  };

  /** With `rlid`, what a launch of that link would have told of each member. NRPS 2.0, section 3. */
  const messages = (course: PracticeCourse, res: Response, rlid: unknown) => {
    const tool = toolOf(res);
    const link = platform.state.links.find(({ id, course: of }) => id === rlid && of === course.id);
    if (rlid === undefined) return () => ({});
    if (link === undefined && rlid !== platform.profile.contextId(course)) return null;
    return (variables: Readonly<Record<string, string>>) => ({
      message: [
        {
          'https://purl.imsglobal.org/spec/lti/claim/message_type': 'LtiResourceLinkRequest',
          'https://purl.imsglobal.org/spec/lti/claim/custom': substitute(
            { ...link?.custom, ...tool.custom },
            variables,
          ),
        },
      ],
    });
  };

  router.get(paths.memberships, auth.needs(scope), (req, res) => {
    const course = platform.courseAt(String(req.params.course));
    if (course === null) return void res.status(404).json({ error: 'course unknown' });
    const refused = services.acceptRefusal(req.get('accept'), mediaType);
    if (refused !== null) return void refuseWith(res, refused);
    const { role, rlid } = req.query;
    const messageOf = messages(course, res, rlid);
    if (messageOf === null && roster.unknownLink !== undefined) return void refuseWith(res, roster.unknownLink);
    const members = course.members.filter(
      (person) => typeof role !== 'string' || roster.hasRole(role, roster.roles(person)),
    );
    const from = numberIn(req, 'from') ?? 0;
    const size = roster.pageSize(numberIn(req, 'limit'));
    if (from + size < members.length) res.set('Link', `<${nextUrl(req, from + size)}>; rel="next"`);
    const body = {
      id: addressesOf(platform, course, toolOf(res)).memberships,
      context: { id: platform.profile.contextId(course), label: course.label, title: course.title },
      members: members.slice(from, from + size).map((person) => ({
        user_id: sub(person),
        ...roster.member(person, toolOf(res)),
        roles: roster.roles(person),
        ...messageOf?.(roster.variables(person, sub(person))),
      })),
    };
    res.type(mediaType).send(JSON.stringify(body));
  });
  return router;
};
