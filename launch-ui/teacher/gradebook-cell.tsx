import { Button, Text } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type GradebookState, gradebookPage } from '../../lti-server/http/api-schema/record.ts';
import { ask } from '../api/client.ts';
import { useMay } from '../api/use-me.ts';
import { GradebookStatePill, refusalText } from './gradebook-state.tsx';

interface Send {
  readonly path: string;
  readonly body?: object;
}

/** Sends again or over a changed value, for who may; every page that shows a grade is asked anew. */
export const useSendGrades = () => {
  const cache = useQueryClient();
  const may = useMay('set-grade-policy');
  const { mutate, mutateAsync, error } = useMutation({
    mutationFn: ({ path, body = {} }: Send) => ask(gradebookPage, 'POST', `/gradebook${path}`, body),
    onSuccess: (after) => {
      cache.setQueryData(['gradebook'], after);
      void cache.invalidateQueries({ queryKey: ['records'] });
      void cache.invalidateQueries({ queryKey: ['course'] });
    },
  });
  return { send: may ? mutate : null, sendAndWait: may ? mutateAsync : null, error };
};

interface Props {
  readonly member: string;
  readonly name: string;
  readonly state: GradebookState;
  /** Null for who may not send. */
  readonly send: ((wanted: Send) => void) | null;
}

/** Where a person's grade stands, why it stands there, and what may be done about it. */
export const GradebookCell = ({ member, name, state, send }: Props) => (
  <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.25rem 0.75rem', alignItems: 'center' }}>
    <GradebookStatePill state={state} />
    {state.refusal !== null && <Text size="small">{refusalText[state.refusal]}</Text>}
    {send !== null && state.state === 'refused' && (
      <Button size="small" aria-label={`Send again, ${name}`} onClick={() => send({ path: '/send', body: { member } })}>
        Send again
      </Button>
    )}
    {send !== null && (state.state === 'changed' || state.state === 'kept') && (
      <Button
        size="small"
        aria-label={`Send ${state.wanted ?? 'nothing'} over it, ${name}`}
        onClick={() => send({ path: `/members/${member}/overwrite` })}
      >
        Send {state.wanted ?? 'nothing'} over it
      </Button>
    )}
    {send !== null && state.state === 'changed' && (
      <Button
        size="small"
        aria-label={`Keep theirs, ${name}`}
        onClick={() => send({ path: `/members/${member}/keep` })}
      >
        Keep theirs
      </Button>
    )}
  </div>
);
