import { Text, ToggleDetails } from '@instructure/ui';
import type { Settings } from '../../lti-server/http/api-schema/course.ts';

/** How sure is sure. There is one setting, the careful one: both engines ship the thresholds of their lowest FPIR. */
export const RecognitionWords = ({ settings: { facesOn, recognition } }: { readonly settings: Settings }) => (
  <>
    {facesOn ? (
      <>
        <Text as="p">Faces are compared only with students of this course who said yes.</Text>
        <Text as="p">
          Set to <Text weight="bold">careful</Text>: a name is proposed only where the resemblance is strong and well
          ahead of the next person’s. What is less sure is shown to you to choose, and the rest is left unknown. You
          decide in every case.
        </Text>
      </>
    ) : (
      <Text as="p">Recognition is switched off for this site. An administrator can have it switched on.</Text>
    )}
    <ToggleDetails summary="The numbers">
      <Text as="p">
        {recognition.engine} {recognition.modelVersion}: match from {recognition.match}, with a lead of{' '}
        {recognition.margin} {recognition.scale === 'log-odds' ? '(log-odds)' : 'points'}; shown to you from{' '}
        {recognition.review}.
      </Text>
      <Text as="p">{recognition.origin}</Text>
    </ToggleDetails>
  </>
);
