import { Alert, Button, Heading, Link, Text, View } from '@instructure/ui';
import { Link as RouteLink, useLocation, useNavigate } from 'react-router';
import { z } from 'zod';
import type { MyRecognition } from '../../lti-server/http/api-schema/student.ts';
import { WhenThere } from '../shell/page-states.tsx';
import { day } from '../times.ts';
import { useMyRecognition } from './use-recognition.ts';

/** What a page says after it has led back here. */
export const flash = z.object({ said: z.string() });

interface Standing {
  readonly words: string;
  readonly button: { readonly label: string; readonly to: string } | null;
}

const notAllowedWords = {
  'faces-off': 'Recognition is switched off here. Your teacher marks attendance by hand.',
  'masquerading-unknown':
    'Your LMS does not tell Muster whether somebody acts as you, so recognition cannot be turned on. Tell those who run it.',
  masquerading: 'You are acting as somebody else, so nothing about recognition can be changed here.',
  'test-user': 'This is the test student. It cannot be recognised.',
  'not-a-student': 'Only students of this course can be recognised.',
} as const;

/** One sentence of where this person stands, and the one thing that they may want to do next. */
const standingOf = ({ notAllowed, consent, enrolment }: MyRecognition, timeZone: string): Standing => {
  if (notAllowed !== null) return { words: notAllowedWords[notAllowed], button: null };
  switch (consent.state) {
    case 'none':
      return {
        words:
          'Your teacher can photograph the class instead of calling names. You choose whether you are recognised in it.',
        button: { label: 'Read and choose', to: '/app/consent' },
      };
    case 'declined':
      return {
        words: 'You said no. Your teacher marks you by hand, and no list shows it.',
        button: { label: 'Read it again', to: '/app/consent' },
      };
    case 'withdrawn':
      return {
        words: 'You took your consent back, and everything was erased. Your teacher marks you by hand.',
        button: { label: 'Read and choose again', to: '/app/consent' },
      };
    case 'consented':
      if (enrolment === null) {
        return {
          words: 'You said yes. Three pictures are still missing.',
          button: { label: 'Take the pictures', to: '/app/enrol' },
        };
      }
      return enrolment.state === 'held'
        ? {
            words:
              'Your pictures look like somebody else in the class, so your teacher has a look first. Until then you are marked by hand.',
            button: null,
          }
        : {
            words: `You can be recognised in class pictures since ${day(enrolment.enrolledAt, timeZone)}.`,
            button: null,
          };
  }
};

const holdsSomething = ({ consent, enrolment }: MyRecognition) => enrolment !== null || consent.state === 'consented';

interface Props {
  readonly timeZone: string;
  /** Nothing on the page is more important now: its button is the page's first one. */
  readonly isFirst: boolean;
}

const Section = ({ mine, timeZone, isFirst }: Props & { readonly mine: MyRecognition }) => {
  const navigate = useNavigate();
  const { words, button } = standingOf(mine, timeZone);
  const said = flash.safeParse(useLocation().state);
  return (
    <>
      {said.success && (
        <Alert variant="success" hasShadow={false} margin="0 0 small" liveRegion={undefined}>
          {said.data.said}
        </Alert>
      )}
      <Text as="p">{words}</Text>
      {button !== null && (
        <Button color={isFirst ? 'primary' : 'secondary'} onClick={() => void navigate(button.to)}>
          {button.label}
        </Button>
      )}
      <Text as="p">
        <Link as={RouteLink} to="/app/my-data" isWithinText={false}>
          {holdsSomething(mine) ? 'My pictures and data, or take it back' : 'My data'}
        </Link>
      </Text>
    </>
  );
};

export const RecognitionSection = (props: Props) => {
  const query = useMyRecognition();
  return (
    <View as="section" margin="large 0 0" display="block" borderWidth="small 0 0 0" padding="medium 0 0">
      <Heading as="h2" level="h3" margin="0 0 small">
        Recognition
      </Heading>
      <WhenThere query={query} what="recognition" isPart>
        {(mine) => <Section mine={mine} {...props} />}
      </WhenThere>
    </View>
  );
};
