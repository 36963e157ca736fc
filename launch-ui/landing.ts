import type { Landing } from '../lti-server/http/api-schema/me.ts';

/** The address below which a teacher's choice may be sent to the platform: the server's page headers know it as well. */
export const placingPath = '/app/place';
export const ownRecordPath = '/app/my-record';

/** Where a launch lands. Only a launch leads there: whoever goes to the course afterwards stays there. */
export const pathOf = (landing: Landing): string => {
  switch (landing.kind) {
    case 'home':
    case 'link-ignored':
      return '/app';
    case 'session':
      return `/app/sessions/${encodeURIComponent(landing.session)}`;
    case 'own-record':
      return ownRecordPath;
    case 'place-content':
      return placingPath;
  }
};
