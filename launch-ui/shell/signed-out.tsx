import { Link, Text } from '@instructure/ui';
import { useQueryClient } from '@tanstack/react-query';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import { meKey } from '../api/use-me.ts';
import { currentHandover } from '../handover.ts';
import { Empty } from './page-states.tsx';

/** Nothing can be done here without an app session: no page, no camera, only the way back to the platform. */
export const SignedOut = () => {
  const returnUrl = useQueryClient().getQueryData<Me>(meKey)?.returnUrl ?? null;
  if (currentHandover() === null) {
    return (
      <Empty isPage title="Muster is opened from your course">
        <Text as="p">Muster has no sign-in of its own. Go to your course and open Muster in its menu.</Text>
      </Empty>
    );
  }
  return (
    <Empty isPage title="You have been signed out">
      <Text as="p">Nothing that was saved is lost. Open Muster again from your course.</Text>
      {returnUrl !== null && <Link href={returnUrl}>Back to your course</Link>}
    </Empty>
  );
};
