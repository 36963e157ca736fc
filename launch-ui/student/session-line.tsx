import { Pill, Text } from '@instructure/ui';
import type { MySessionRecord } from '../../lti-server/http/api-schema/student.ts';
import { evidenceInNumbers, evidenceInWords } from '../evidence-words.ts';
import { StatusPill, statusWords } from '../status-pill.tsx';
import { dayAndTime, time } from '../times.ts';
import { DisputeSection } from './dispute-section.tsx';

export const sessionName = ({ startsAt, title }: Pick<MySessionRecord, 'startsAt' | 'title'>, timeZone: string) =>
  `${dayAndTime(startsAt, timeZone)}${title === '' ? '' : ` · ${title}`}`;

/** One entry of a student: what it says, how it came about, and what stood there before. */
export const RecordLines = ({
  session: { current, history, checkIn },
  timeZone,
}: {
  readonly session: MySessionRecord;
  readonly timeZone: string;
}) => {
  const numbers = evidenceInNumbers(current, timeZone);
  return (
    <>
      <Text as="div">
        {evidenceInWords(current)}, {dayAndTime(current.at, timeZone)}
      </Text>
      {checkIn !== null && current.evidence.kind !== 'code' && (
        <Text as="div">You checked in at {time(checkIn.at, timeZone)}.</Text>
      )}
      {current.reason !== null && <Text as="div">“{current.reason}”</Text>}
      {(numbers !== null || history.length > 0) && (
        <details>
          <summary style={{ cursor: 'pointer', padding: '0.25rem 0' }}>How this came about</summary>
          {numbers !== null && (
            <Text as="p" size="small">
              {numbers}
            </Text>
          )}
          {history.map((entry) => (
            <Text as="p" size="small" key={entry.at}>
              Before: {statusWords[entry.status].word}. {evidenceInWords(entry)}, {dayAndTime(entry.at, timeZone)}
            </Text>
          ))}
        </details>
      )}
    </>
  );
};

export const RecordPills = ({ session: { current, history } }: { readonly session: MySessionRecord }) => (
  <>
    <StatusPill status={current.status} />
    {history.length > 0 && <Pill color="info">Corrected</Pill>}
  </>
);

export const SessionLine = (props: { readonly session: MySessionRecord; readonly timeZone: string }) => (
  <li style={{ borderTop: '1px solid #c7cdd1', padding: '0.75rem 0' }}>
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.25rem 0.75rem', alignItems: 'center' }}>
      <Text weight="bold">{sessionName(props.session, props.timeZone)}</Text>
      <RecordPills session={props.session} />
    </div>
    <RecordLines {...props} />
    <DisputeSection {...props} name={sessionName(props.session, props.timeZone)} />
  </li>
);
