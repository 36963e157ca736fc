import { Router } from 'express';
import type { ContentChoices } from './content-choices.ts';
import type { Launches } from './launches.ts';
import type { Platform } from './platform.ts';
import type { Registrations } from './registration-tokens.ts';

/** For programs that act as a person: the practice LMS's own agent and the tests. */
export const programRoutes = (
  platform: Platform,
  launches: Launches,
  choices: ContentChoices,
  registrations: Registrations,
): Router => {
  const router = Router();
  /** `tool`, `link`: other than the built-in one; `choose=content`: a deep linking request; `as`: who acts as the person. */
  router.post('/begin/:person/:course', (req, res) => {
    const person = platform.findPerson(req.params.person);
    const course = platform.findCourse(req.params.course);
    const link = platform.state.links.find(({ id }) => id === req.query.link) ?? null;
    const tool = platform.findTool(String(link?.tool ?? req.query.tool ?? platform.builtIn.id));
    if (person === null || tool?.state !== 'active') return void res.status(404).json({ error: 'unknown' });
    const launched = { person, course, tool, link };
    const choosing = req.query.choose === 'content' && course !== null ? choices.begin(person, course, tool) : null;
    const masquerading = typeof req.query.as === 'string' ? req.query.as : null;
    res.json({ login: launches.begin(launched, { choosing, masquerading }) });
  });
  router.post('/begin-registration', async (req, res) => {
    if (typeof req.query.url !== 'string' || !URL.canParse(req.query.url)) {
      return void res.status(400).json({ error: 'url' });
    }
    res.json({ registration: await registrations.invite(req.query.url) });
  });
  return router;
};
