import { Router } from 'express';
import { findCourse, fullName, rolesOf } from './people.ts';
import type { Platform } from './platform.ts';
import type { ServicesAuth } from './services-auth.ts';

const mediaType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const scope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
/** Small, so that a tool has to follow the pages. */
const pageSize = 10;

/** LTI Names and Role Provisioning Services 2.0. */
export const nrpsRoutes = (platform: Platform, auth: ServicesAuth): Router => {
  const router = Router();
  router.get('/api/courses/:course/memberships', auth.needs(scope), (req, res) => {
    const course = findCourse(String(req.params.course));
    if (course === null) return void res.status(404).json({ error: 'course unknown' });
    if (req.get('accept') !== mediaType)
      return void res.status(406).json({ error: 'Accept must name the membership container' });
    const from = Number(req.query.from ?? 0);
    const page = course.members.slice(from, from + pageSize);
    const url = `${platform.url}/api/courses/${course.id}/memberships`;
    if (from + pageSize < course.members.length) res.set('Link', `<${url}?from=${from + pageSize}>; rel="next"`);
    res.type(mediaType).send(
      JSON.stringify({
        id: url,
        context: { id: course.id, label: course.label, title: course.title },
        members: page.map((person) => ({
          user_id: person.id,
          status: 'Active',
          name: fullName(person),
          given_name: person.givenName,
          family_name: person.familyName,
          email: `${person.id}@practice.example`,
          roles: rolesOf(person),
        })),
      }),
    );
  });
  return router;
};
