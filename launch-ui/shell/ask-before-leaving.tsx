import { Button, Flex, Heading, Modal, Text } from '@instructure/ui';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';

interface Props {
  readonly isBusy: boolean;
  readonly title: string;
  readonly words: string;
  readonly leave: string;
}

/**
 * Asks once before something unsent or unsaved is left: by a link or the back button here, by the browser's own question
 * when the whole page goes. A dialogue of ours, because browsers show none of theirs for a frame of another site.
 */
export const AskBeforeLeaving = ({ isBusy, title, words, leave }: Props) => {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isBusy && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isBusy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isBusy]);
  // What it waited for has arrived meanwhile: nothing is left behind any more.
  useEffect(() => {
    if (!isBusy && blocker.state === 'blocked') blocker.proceed();
  }, [isBusy, blocker]);
  if (blocker.state !== 'blocked') return null;
  return (
    <Modal open label={title} size="small" onDismiss={() => blocker.reset()} shouldCloseOnDocumentClick={false}>
      <Modal.Header>
        <Heading as="h2" level="h3">
          {title}
        </Heading>
      </Modal.Header>
      <Modal.Body>
        <Text as="p">{words}</Text>
      </Modal.Body>
      <Modal.Footer>
        <Flex gap="small" wrap="wrap">
          <Button onClick={() => blocker.reset()}>Stay</Button>
          <Button color="danger" onClick={() => blocker.proceed()}>
            {leave}
          </Button>
        </Flex>
      </Modal.Footer>
    </Modal>
  );
};
