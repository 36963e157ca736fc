import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Choosing } from './launches.ts';
import type { Person, PracticeCourse } from './people.ts';
import type { Platform } from './platform.ts';
import type { StoredLink } from './state.ts';
import type { Tool } from './tool.ts';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const dl = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

/** Deep linking 2.0, section 4.5 and 3.1. */
const response = z.looseObject({
  nonce: z.string().min(1),
  [`${lti}message_type`]: z.literal('LtiDeepLinkingResponse'),
  [`${lti}version`]: z.literal('1.3.0'),
  [`${lti}deployment_id`]: z.string(),
  [`${dl}data`]: z.string().optional(),
  [`${dl}msg`]: z.string().optional(),
  [`${dl}errormsg`]: z.string().optional(),
  [`${dl}content_items`]: z
    .array(
      z.looseObject({
        type: z.literal('ltiResourceLink'),
        url: z.url().optional(),
        title: z.string().optional(),
        text: z.string().optional(),
        custom: z.record(z.string(), z.string()).optional(),
        lineItem: z
          .looseObject({
            label: z.string().optional(),
            scoreMaximum: z.number().positive(),
            resourceId: z.string().optional(),
            tag: z.string().optional(),
          })
          .optional(),
      }),
    )
    .default([]),
});
type Item = z.infer<typeof response>[`${typeof dl}content_items`][number];

interface Choice {
  readonly person: Person;
  readonly course: PracticeCourse;
  readonly tool: Tool;
  readonly data: string | null;
  readonly until: number;
}

export type Chosen =
  | {
      readonly ok: true;
      readonly course: PracticeCourse;
      readonly links: readonly StoredLink[];
      readonly message: string | null;
    }
  | { readonly ok: false; readonly fault: string };

export interface ContentChoices {
  begin(person: Person, course: PracticeCourse, tool: Tool): Choosing;
  /** The response to a request, once: checked, and its links kept. `fault` is a word for what was wrong. */
  finish(key: string, token: string): Promise<Chosen>;
}

const choosingMinutes = 60;

export const openContentChoices = (platform: Platform): ContentChoices => {
  const open = new Map<string, Choice>();
  const usedNonces = new Set<string>();
  const { profile, state } = platform;

  const fault = (claims: z.infer<typeof response>, choice: Choice): string | null => {
    const items = claims[`${dl}content_items`] ?? [];
    if (claims[`${lti}deployment_id`] !== choice.tool.deploymentId) return 'deployment_id';
    if (usedNonces.has(claims.nonce)) return 'nonce';
    if ((claims[`${dl}data`] ?? null) !== choice.data) return 'data';
    if (!profile.launch.acceptMultiple && items.length > 1) return 'accept_multiple';
    const host = new URL(choice.tool.targetLinkUri).host;
    return items.every(({ url }) => url === undefined || new URL(url).host === host) ? null : 'url';
  };

  const keep = ({ course, tool }: Choice, item: Item): StoredLink => {
    const link: StoredLink = {
      id: profile.linkId(state.links.length + 1),
      course: course.id,
      tool: tool.id,
      title: item.title ?? tool.name,
      url: item.url ?? null,
      custom: item.custom ?? {},
    };
    state.links.push(link);
    if (item.lineItem !== undefined) {
      state.lineItems.push({
        id: String(state.nextLineItem),
        course: course.id,
        label: item.lineItem.label ?? link.title,
        scoreMaximum: item.lineItem.scoreMaximum,
        resourceId: item.lineItem.resourceId ?? null,
        tag: item.lineItem.tag ?? null,
        resourceLinkId: link.id,
        tool: tool.id,
        coupled: true,
      });
      state.nextLineItem += 1;
    }
    return link;
  };

  const verify = async (token: string, { tool }: Choice): Promise<JWTPayload | null> => {
    try {
      const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(tool.jwksUrl)), {
        algorithms: ['RS256'],
        issuer: tool.clientId,
        audience: platform.issuer,
        requiredClaims: ['exp', 'iat', 'nonce'],
        maxTokenAge: 600,
        clockTolerance: 10,
        currentDate: new Date(platform.now()),
      });
      return payload;
    } catch {
      return null;
    }
  };

  return {
    begin(person, course, tool) {
      const key = randomUUID().replaceAll('-', '');
      const data = profile.launch.sendsData ? `course ${course.id}, <${key}>` : null;
      open.set(key, { person, course, tool, data, until: platform.now() + choosingMinutes * 60_000 });
      return { returnUrl: platform.url + profile.paths.contentReturnUrl(course, tool, key), data };
    },
    async finish(key, token) {
      const choice = open.get(key);
      if (choice === undefined || choice.until < platform.now()) return { ok: false, fault: 'request' };
      const payload = await verify(token, choice);
      if (payload === null) return { ok: false, fault: 'signature' };
      const parsed = response.safeParse(payload);
      if (!parsed.success) {
        const name = String(parsed.error.issues[0]?.path[0] ?? 'payload');
        return { ok: false, fault: name.split('/').at(-1) ?? name };
      }
      const wrong = fault(parsed.data, choice);
      if (wrong !== null) return { ok: false, fault: wrong };
      open.delete(key);
      usedNonces.add(parsed.data.nonce);
      const links = (parsed.data[`${dl}content_items`] ?? []).map((item) => keep(choice, item));
      await state.save();
      const message = parsed.data[`${dl}errormsg`] ?? parsed.data[`${dl}msg`] ?? null;
      return { ok: true, course: choice.course, links, message: message === undefined ? null : String(message) };
    },
  };
};
