import { Alert, Text } from '@instructure/ui';
import type { ColumnTrouble } from '../../lti-server/http/api-schema/record.ts';
import { dayAndTime } from '../times.ts';

export const troubleText: Readonly<Record<ColumnTrouble['reason'], string>> = {
  'not-allowed':
    'The platform no longer lets Muster write grades in this course. Ask your administrator, then send again.',
  concluded: 'The platform says this course is over, and takes no grades any more. Open it there, then send again.',
  unpublished: 'The column is not published in the gradebook, and takes no grades. Publish it there, then send again.',
  'line-item-gone':
    'The column was deleted in the gradebook twice. It is not made again by itself; send again to have it made once more.',
  unreachable:
    'The gradebook could not be reached, many times. Nothing is lost: Muster tries again each hour, for two weeks. You can send again yourself at any time.',
};

/** What stopped a column, or that it had to be made anew. */
export const GradebookTrouble = ({
  trouble,
  remadeAt,
  timeZone,
}: {
  readonly trouble: ColumnTrouble | null;
  readonly remadeAt: string | null;
  readonly timeZone: string;
}) => (
  <>
    {trouble !== null && (
      <Alert variant="error" hasShadow={false} margin="small 0">
        {troubleText[trouble.reason]}{' '}
        <Text size="small">Nothing was sent since {dayAndTime(trouble.at, timeZone)}.</Text>
      </Alert>
    )}
    {trouble === null && remadeAt !== null && (
      <Alert variant="warning" hasShadow={false} margin="small 0">
        The column had been deleted in the gradebook. Muster made it anew on {dayAndTime(remadeAt, timeZone)}, with all
        grades in it. If you do not want it, switch it off under Settings before you delete it.
      </Alert>
    )}
  </>
);
