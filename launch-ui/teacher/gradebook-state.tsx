import { Pill, Text } from '@instructure/ui';
import type { GradebookState } from '../../lti-server/http/api-schema/record.ts';

const percent = (score: number | null) => (score === null ? 'no grade' : `${Math.round(score * 100) / 100}`);

export const refusalText: Readonly<Record<NonNullable<GradebookState['refusal']>, string>> = {
  'not-a-student': 'The gradebook says this person is no student of the course. Check their role there.',
  'not-allowed': 'The platform does not let Muster write grades here any more. Ask your administrator.',
  'line-item-gone': 'The column was deleted in the gradebook.',
  'newer-there': 'The gradebook says it holds something newer, and does not show it. Look at this grade there.',
  refused: 'The gradebook refused this grade. Try again, or enter it by hand.',
  unreachable: 'The gradebook could not be reached. It is tried again each hour.',
};

/** Where a person's grade stands: a word and a sign, not colour alone. */
export const GradebookStatePill = ({ state }: { readonly state: GradebookState }) => {
  switch (state.state) {
    case 'none':
      return <Text color="secondary">Nothing to send</Text>;
    case 'pending':
      return <Pill>… On its way: {percent(state.wanted)}</Pill>;
    case 'confirmed':
      return <Pill color="success">✓ In gradebook: {percent(state.confirmed)}</Pill>;
    case 'changed':
      return <Pill color="warning">⇄ Changed there: {percent(state.confirmed)}</Pill>;
    case 'kept':
      return <Pill>⇄ Kept as it is there: {percent(state.confirmed)}</Pill>;
    case 'refused':
      return state.refusal === 'unreachable' ? (
        <Pill color="warning">↻ Not sent yet: {percent(state.wanted)}</Pill>
      ) : (
        <Pill color="danger">✕ Refused</Pill>
      );
  }
};
