import { Button, Heading, List, Text, View } from '@instructure/ui';
import type { Registration } from '../../lti-server/http/api-schema/admin.ts';
import { count } from '../plural.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { day } from '../times.ts';
import { Allowed } from './rights.tsx';
import { useChange } from './use-change.ts';

/** Recognition of faces is the institution's decision, and off until it is made (design rule 2). */
export const RecognitionPolicy = ({ id, facesOn, facesTurnedOnAt, links, captureHours }: Registration) => {
  const change = useChange(id);
  return (
    <View as="section" margin="large 0 0" display="block" maxWidth="45rem">
      <Heading as="h2" level="h3" margin="0 0 small">
        Recognition of faces
      </Heading>
      {facesOn ? (
        <Text as="p">
          It is on{facesTurnedOnAt === null ? '' : `, since ${day(facesTurnedOnAt, 'UTC')}`}. Switching it off stops all
          enrolling and comparing at once; what students have enrolled stays until they erase it.
        </Text>
      ) : (
        <>
          <Text as="p">It is off: teachers mark by hand, and students are asked nothing. Before you switch it on:</Text>
          <List margin="0 0 small">
            <List.Item>
              Faces are biometric data. In many places that takes a written assessment and a published policy: give the
              links to both above first.
            </List.Item>
            <List.Item>
              Each student is asked and may say no; whoever says no is marked by hand, and no list tells.
            </List.Item>
            <List.Item>
              Class pictures are deleted when the teacher confirms, after {count(captureHours, 'hour')} at most.
            </List.Item>
          </List>
        </>
      )}
      {change.isError && <ProblemAlert error={change.error} />}
      <Allowed verb={facesOn ? 'disable' : 'change-registration'}>
        <Button
          interaction={change.isPending || (!facesOn && links === null) ? 'disabled' : 'enabled'}
          onClick={() => change.mutate({ method: 'PUT', below: '/faces', body: { on: !facesOn } })}
        >
          {facesOn ? 'Switch recognition off' : 'Switch recognition on'}
        </Button>
      </Allowed>
    </View>
  );
};
