import { decodeJwt, type JWTPayload } from 'jose';
import type { BrowserContext, Page } from 'playwright-core';
import { signAsPlatform } from './forged-launch.ts';
import type { RunningPractice } from './practice.ts';

export type ChangeOfClaims = (claims: JWTPayload) => JWTPayload;

/** A browser's launches go as ever, but for what the platform's token says when the browser posts it to the tool. */
export const forgeAnswers = (
  browser: Pick<BrowserContext | Page, 'route'>,
  practice: RunningPractice,
  change: ChangeOfClaims,
): Promise<unknown> =>
  browser.route(`${practice.toolUrl}/lti/launch`, async (route) => {
    const fields = new URLSearchParams(route.request().postData() ?? '');
    const claims = decodeJwt(fields.get('id_token') ?? '');
    fields.set('id_token', await signAsPlatform(practice, change(claims)));
    await route.continue({ postData: fields.toString() });
  });
