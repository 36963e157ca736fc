import { Alert, Button, Text, TextInput, View } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { oneTimeLink } from '../../lti-server/http/api-schema/admin.ts';
import { ask } from '../api/client.ts';
import { PageHead, ProblemAlert } from '../shell/page-states.tsx';
import { day } from '../times.ts';
import { CopyRow } from './addresses.tsx';
import { Allowed } from './rights.tsx';
import { Steps } from './steps.tsx';

const pasting = [
  'Canvas: Admin, Apps, Manage, Install a New App. Choose Dynamic Registration, paste the link, continue.',
  'Moodle: Site administration, Plugins, Activity modules, External tool, Manage tools. Paste the link into Tool URL, press Add LTI Advantage.',
  'The LMS shows a page of Muster: look through it, press Register, and do what it says is left.',
];

const Made = ({ url, expiresAt }: { readonly url: string; readonly expiresAt: string }) => (
  <>
    <Alert variant="success" hasShadow={false} margin="small 0">
      The link is made. It serves once, until {day(expiresAt, 'UTC')}, and is shown only here and now.
    </Alert>
    <CopyRow name="Registration link" value={url} />
    <Steps title="What happens with it" steps={pasting} />
  </>
);

/** A registration link for one LMS. */
export const InvitePage = () => {
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const invite = useMutation({
    mutationFn: () => ask(oneTimeLink, 'POST', '/admin/invitations', name.trim() === '' ? {} : { name }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['admin', 'invitations'] }),
  });
  return (
    <>
      <PageHead title="Invite an LMS" lead="Make a link that registers one LMS, and give it to its administrator." />
      {invite.data !== undefined ? (
        <Made {...invite.data} />
      ) : (
        <Allowed verb="invite">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              invite.mutate();
            }}
          >
            <View as="div" maxWidth="30rem" margin="0 0 medium">
              <TextInput
                renderLabel="Name of the LMS, if you like"
                value={name}
                maxLength={100}
                onChange={(_, value) => setName(value)}
              />
            </View>
            {invite.isError && <ProblemAlert error={invite.error} />}
            <Text as="p" color="secondary">
              Whoever has the link can register one platform within a week.
            </Text>
            <Button type="submit" color="primary" interaction={invite.isPending ? 'disabled' : 'enabled'}>
              Make the link
            </Button>
          </form>
        </Allowed>
      )}
    </>
  );
};
