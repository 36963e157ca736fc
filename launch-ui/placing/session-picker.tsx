import { Checkbox, Pill, RadioInput, Text } from '@instructure/ui';
import type { Placing } from '../../lti-server/http/api-schema/deep-linking.ts';
import { unseen } from '../shell/unseen.ts';
import { dayAndTime } from '../times.ts';

type Course = NonNullable<Placing['course']>;

/** Which session, newest first; several where the platform takes several. */
export const SessionPicker = ({
  course: { sessions, timeZone },
  several,
  chosen,
  onChange,
}: {
  readonly course: Course;
  readonly several: boolean;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) => {
  if (sessions.length === 0) {
    return <Text as="p">There is no session yet. Open one in Muster first, then come back to place it.</Text>;
  }
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={unseen}>{several ? 'Sessions' : 'Session'}</legend>
      <div style={{ display: 'grid', gap: '0.5rem', maxHeight: '18rem', overflowY: 'auto', padding: '0.25rem' }}>
        {sessions.map(({ id, title, startsAt, state }) => {
          const is = chosen.includes(id);
          const label = (
            <>
              {dayAndTime(startsAt, timeZone)}
              {title === '' ? '' : ` · ${title}`} {state === 'confirmed' ? '' : <Pill>Not confirmed yet</Pill>}
            </>
          );
          return several ? (
            <Checkbox
              key={id}
              label={label}
              value={id}
              checked={is}
              onChange={() => onChange(is ? chosen.filter((one) => one !== id) : [...chosen, id])}
            />
          ) : (
            <RadioInput key={id} name="session" label={label} value={id} checked={is} onChange={() => onChange([id])} />
          );
        })}
      </div>
    </fieldset>
  );
};
