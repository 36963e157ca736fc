import { Alert } from '@instructure/ui';
import { useState } from 'react';
import type { Me } from '../lti-server/http/api-schema/me.ts';

/** Says once that a link led here because it was not made for this course: copied along with one, or changed by hand. */
export const LinkIgnored = ({ who: { course, landing, role } }: { readonly who: Me }) => {
  const [read, setRead] = useState(false);
  const hasPage = course !== null && role !== 'observer' && role !== 'none';
  if (read || landing.kind !== 'link-ignored' || !hasPage) return null;
  return (
    <Alert
      variant="info"
      hasShadow={false}
      margin="0 0 medium"
      renderCloseButtonLabel="Close this note"
      onDismiss={() => setRead(true)}
    >
      {role === 'student'
        ? 'The link you followed was not made for this course, so here is your own page.'
        : 'The link you followed was not made for this course: it was copied from another one, or changed. Here is this course’s own page; place a new link to have one that leads further.'}
    </Alert>
  );
};
