import { Button, Checkbox, Flex, Text } from '@instructure/ui';
import { useState } from 'react';
import type { PlaceRequest, Placing } from '../../lti-server/http/api-schema/deep-linking.ts';
import { unseen } from '../shell/unseen.ts';
import { ChoiceCard } from './choice-card.tsx';
import { SessionPicker } from './session-picker.tsx';

type Course = NonNullable<Placing['course']>;
type Kind = 'course' | 'sessions' | 'own-record';

const noColumnWords = {
  'there-already': 'The course has its grade column already; this link adds no second one.',
  'not-here': 'Your platform does not let a link bring a grade column here.',
  'teacher-only': 'Only a teacher can add the grade column.',
} as const;

const GradeColumn = ({
  offer,
  checked,
  onChange,
}: {
  readonly offer: Course['gradeColumn'];
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) =>
  offer === 'offered' ? (
    <>
      <Checkbox
        label="With a grade column of 100 points"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
      />
      <Text as="p" size="small" color="secondary">
        It holds each student’s percentage over the confirmed sessions. The same as the switch under Settings: you can
        turn it off there.
      </Text>
    </>
  ) : (
    <Text as="p" size="small" color="secondary">
      {noColumnWords[offer]}
    </Text>
  );

/** What to place: three choices in words. */
export const PlaceForm = ({
  course,
  several,
  isBusy,
  onPlace,
  onCancel,
}: {
  readonly course: Course;
  readonly several: boolean;
  readonly isBusy: boolean;
  readonly onPlace: (wanted: PlaceRequest) => void;
  readonly onCancel: () => void;
}) => {
  const [kind, setKind] = useState<Kind>('course');
  const [gradeColumn, setGradeColumn] = useState(false);
  const [sessions, setSessions] = useState<readonly string[]>([]);
  const choice = {
    course: { kind: 'course' as const, gradeColumn },
    sessions: { kind: 'sessions' as const, sessions: [...sessions] },
    'own-record': { kind: 'own-record' as const },
  }[kind];
  const isComplete = kind !== 'sessions' || sessions.length > 0;
  const card = (value: Kind) => ({
    name: 'what',
    value,
    checked: kind === value,
    onChoose: () => setKind(value),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) onPlace({ choice });
      }}
    >
      <fieldset style={{ border: 0, margin: '0 0 1rem', padding: 0, display: 'grid', gap: '0.75rem' }}>
        <legend style={unseen}>What the link opens</legend>
        <ChoiceCard
          {...card('course')}
          title="Attendance of this course"
          text="You take attendance there; students see their own record."
        >
          <GradeColumn offer={course.gradeColumn} checked={gradeColumn} onChange={setGradeColumn} />
        </ChoiceCard>
        <ChoiceCard
          {...card('sessions')}
          title={several ? 'Single sessions' : 'One session'}
          text={`${several ? 'Each link opens its' : 'The link opens that'} session for you; students see their own entry in it.`}
        >
          <SessionPicker course={course} several={several} chosen={sessions} onChange={setSessions} />
        </ChoiceCard>
        <ChoiceCard
          {...card('own-record')}
          title="A student’s own record"
          text="For students alone: their percentage and how each entry came about."
        />
      </fieldset>
      <Flex gap="small" wrap="wrap">
        <Button type="submit" color="primary" interaction={isComplete && !isBusy ? 'enabled' : 'disabled'}>
          Place it
        </Button>
        <Button onClick={onCancel} interaction={isBusy ? 'disabled' : 'enabled'}>
          Cancel
        </Button>
      </Flex>
    </form>
  );
};
