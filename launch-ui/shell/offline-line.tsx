import { Alert, Button, Flex, Text } from '@instructure/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { unreachable, useFlag } from '../api/flag.ts';

/** Says that the tool is out of reach, and asks again for what could not be loaded as soon as it is back. */
export const OfflineLine = () => {
  const cache = useQueryClient();
  const isOut = useFlag(unreachable);
  const wasOut = useRef(isOut);
  useEffect(() => {
    if (wasOut.current && !isOut) {
      void cache.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
    }
    wasOut.current = isOut;
  }, [cache, isOut]);
  return (
    <div role="status">
      {isOut && (
        <Alert variant="warning" hasShadow={false} margin="0 0 small">
          <Flex gap="small" wrap="wrap" alignItems="center" justifyItems="space-between">
            <Text>You are offline. Nothing is sent until you are back.</Text>
            <Button size="small" onClick={() => void cache.refetchQueries({ type: 'active' })}>
              Try again
            </Button>
          </Flex>
        </Alert>
      )}
    </div>
  );
};
