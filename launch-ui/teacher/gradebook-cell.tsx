import { Button, Flex, Text } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type GradebookState, gradebookPage } from '../../lti-server/http/api-schema/record.ts';
import { ask } from '../api/client.ts';
import { useMay } from '../api/use-me.ts';
import { GradebookStatePill, refusalText } from './gradebook-state.tsx';

/** Sends again or over a changed value; every page that shows a grade is asked anew. */
export const useSendGrades = () => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body = {} }: { readonly path: string; readonly body?: object }) =>
      ask(gradebookPage, 'POST', `/gradebook${path}`, body),
    onSuccess: (after) => {
      cache.setQueryData(['gradebook'], after);
      void cache.invalidateQueries({ queryKey: ['records'] });
      void cache.invalidateQueries({ queryKey: ['course'] });
    },
  });
};

interface Props {
  readonly member: string;
  readonly name: string;
  readonly state: GradebookState;
  readonly sending: ReturnType<typeof useSendGrades>;
}

/** Where a person's grade stands, why it stands there, and what may be done about it. */
export const GradebookCell = ({ member, name, state, sending }: Props) => {
  const may = useMay('set-grade-policy');
  const interaction = sending.isPending ? 'disabled' : 'enabled';
  return (
    <Flex gap="x-small small" wrap="wrap" alignItems="center">
      <GradebookStatePill state={state} />
      {state.refusal !== null && <Text size="small">{refusalText[state.refusal]}</Text>}
      {may && state.state === 'refused' && (
        <Button
          size="small"
          aria-label={`Send again, ${name}`}
          interaction={interaction}
          onClick={() => sending.mutate({ path: '/send', body: { member } })}
        >
          Send again
        </Button>
      )}
      {may && state.state === 'changed' && (
        <Button
          size="small"
          aria-label={`Send ${state.wanted ?? 'nothing'} over it, ${name}`}
          interaction={interaction}
          onClick={() => sending.mutate({ path: `/members/${member}/overwrite` })}
        >
          Send {state.wanted ?? 'nothing'} over it
        </Button>
      )}
    </Flex>
  );
};
