import { Button, RadioInput, RadioInputGroup, SimpleSelect, Text } from '@instructure/ui';
import { useState } from 'react';
import type { OpenCheckInRequest } from '../../lti-server/http/api-schema/check-in.ts';
import { count } from '../plural.ts';

const lengths = [2, 5, 10, 15, 30, 60];
const lateAfter = [2, 5, 10, 15];
const nobody = 'nobody';

interface Props {
  readonly label: string;
  readonly isPrimary: boolean;
  readonly isBusy: boolean;
  readonly onOpen: (wanted: OpenCheckInRequest) => void;
}

const inMinutes = (minutes: number) => count(minutes, 'minute');

/** For how long, who is late, and whether the code changes. */
export const CheckInForm = ({ label, isPrimary, isBusy, onOpen }: Props) => {
  const [minutes, setMinutes] = useState(10);
  const [late, setLate] = useState<number | null>(null);
  const [changing, setChanging] = useState(true);
  return (
    <form
      style={{ display: 'grid', gap: '1rem', maxWidth: '24rem' }}
      onSubmit={(event) => {
        event.preventDefault();
        onOpen({ minutes, lateAfterMinutes: late, changing });
      }}
    >
      <SimpleSelect
        renderLabel="Open for"
        value={String(minutes)}
        onChange={(_, { value }) => {
          setMinutes(Number(value));
          if (late !== null && late >= Number(value)) setLate(null);
        }}
      >
        {lengths.map((length) => (
          <SimpleSelect.Option key={length} id={`for-${length}`} value={String(length)}>
            {inMinutes(length)}
          </SimpleSelect.Option>
        ))}
      </SimpleSelect>
      <SimpleSelect
        renderLabel="Late is who checks in after"
        value={late === null ? nobody : String(late)}
        onChange={(_, { value }) => setLate(value === nobody ? null : Number(value))}
      >
        <SimpleSelect.Option id="late-nobody" value={nobody}>
          Nobody is late
        </SimpleSelect.Option>
        {lateAfter
          .filter((length) => length < minutes)
          .map((length) => (
            <SimpleSelect.Option key={length} id={`late-${length}`} value={String(length)}>
              {inMinutes(length)}
            </SimpleSelect.Option>
          ))}
      </SimpleSelect>
      <RadioInputGroup
        name="changing"
        description="The code"
        value={changing ? 'changing' : 'one'}
        onChange={(_, value) => setChanging(value === 'changing')}
      >
        <RadioInput label="Changes every 30 seconds: for a screen that all can see" value="changing" />
        <RadioInput label="Stays the same: to write on the board or read out" value="one" />
      </RadioInputGroup>
      <Text as="p" size="small" color="secondary">
        A code can be sent to somebody who is not there. One that changes is harder to pass on; a look around the room
        is better than either.
      </Text>
      <div>
        <Button type="submit" color={isPrimary ? 'primary' : 'secondary'} interaction={isBusy ? 'disabled' : 'enabled'}>
          {label}
        </Button>
      </div>
    </form>
  );
};
