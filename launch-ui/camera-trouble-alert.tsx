import { Alert, Button, Flex, Text } from '@instructure/ui';
import { type CameraTrouble, troubleText } from './camera.ts';
import { isInFrame, openInNewWindow } from './new-window.ts';

/** Why there is no picture, what to press, and the ways around it. */
export const CameraTroubleAlert = ({
  trouble,
  onRetry,
}: {
  readonly trouble: CameraTrouble;
  readonly onRetry: () => void;
}) => (
  <Alert variant="warning" hasShadow={false} margin="0 0 small">
    <Text as="p">{troubleText[trouble]}</Text>
    <Flex gap="small" wrap="wrap">
      <Button onClick={onRetry}>Try the camera again</Button>
      {isInFrame() && <Button onClick={openInNewWindow}>Open in a new window</Button>}
    </Flex>
  </Alert>
);
