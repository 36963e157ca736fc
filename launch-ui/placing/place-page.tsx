import { Button, Text, View } from '@instructure/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import {
  type PlaceRequest,
  type Placing,
  placeAnswer,
  placing,
} from '../../lti-server/http/api-schema/deep-linking.ts';
import { ask } from '../api/client.ts';
import { Empty, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { PlaceForm } from './place-form.tsx';
import { sendToPlatform } from './send-to-platform.ts';

const NothingToPlace = ({ isInCourse, children }: { readonly isInCourse: boolean; readonly children: ReactNode }) => (
  <Empty isPage title={isInCourse ? 'Nothing of Muster can be placed here' : 'Muster was opened outside a course'}>
    <Text as="p">
      {isInCourse
        ? 'Muster places links that open it, and your platform does not take such links in this spot. Add Muster where your platform adds external tools: an assignment, a module or an activity.'
        : 'Attendance belongs to a course, so there is nothing to place here. Add Muster from within a course.'}
    </Text>
    {children}
  </Empty>
);

const Place = ({ found: { course, accepted, severalSessions } }: { readonly found: Placing }) => {
  const place = useMutation({
    mutationFn: (wanted: PlaceRequest) => ask(placeAnswer, 'POST', '/deep-linking', wanted),
    onSuccess: sendToPlatform,
  });
  const isBusy = place.isPending || place.isSuccess;
  const cancel = () => place.mutate({ cancel: true });
  const problem = place.isError ? <ProblemAlert error={place.error} /> : null;
  if (course === null || !accepted) {
    return (
      <NothingToPlace isInCourse={course !== null}>
        {problem}
        <Button onClick={cancel} interaction={isBusy ? 'disabled' : 'enabled'}>
          Go back
        </Button>
      </NothingToPlace>
    );
  }
  return (
    <View as="div" maxWidth="40rem">
      <PageHead title={`Place Muster in ${course.title}`} lead="Choose what the link opens." />
      {problem}
      <PlaceForm course={course} several={severalSessions} isBusy={isBusy} onPlace={place.mutate} onCancel={cancel} />
    </View>
  );
};

/** What a teacher sees when the platform asks what to place. Read once: the session ends with the answer. */
export const PlacePage = () => {
  const query = useQuery({
    queryKey: ['placing'],
    queryFn: () => ask(placing, 'GET', '/deep-linking'),
    refetchOnWindowFocus: false,
  });
  return (
    <WhenThere query={query} what="what can be placed">
      {(found) => <Place found={found} />}
    </WhenThere>
  );
};
