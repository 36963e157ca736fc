import { Alert, Button, Flex, Heading, Link, Text, View } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link as RouteLink, useNavigate } from 'react-router';
import { type ConsentRequest, type MyRecognition, myRecognition } from '../../lti-server/http/api-schema/student.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { textOf } from '../problem-text.ts';
import { ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { day } from '../times.ts';
import { recognitionKey, useMyRecognition } from './use-recognition.ts';

/** The text that a consent names by its version: who changes a sentence gives it a new one (core/biometrics/consent.ts). */
const questions = ({ captureHours, referencesNeeded }: MyRecognition): readonly (readonly [string, string])[] => [
  [
    'What happens?',
    `You take ${count(referencesNeeded, 'picture')} of your face. When your teacher photographs the class, Muster compares the faces in that picture with the members of this course who said yes, and proposes names. Your teacher looks at them and decides; nothing is recorded without that.`,
  ],
  [
    'Why?',
    'So that attendance takes a minute instead of calling every name. It is used for nothing else: no mood, no age, no gender, no watching.',
  ],
  [
    'Who sees it?',
    'You, and your teachers while they review. Other students see nothing: neither your pictures nor whether you said yes or no.',
  ],
  [
    'How long?',
    `Class pictures are erased when the teacher confirms, or after ${count(captureHours, 'hour')} at most. Your own pictures and the numbers made of them stay until you take them back, or leave the course.`,
  ],
  [
    'What if I say no?',
    'Nothing changes for you: your teacher marks you by hand. If you stand in a class picture, your face is compared and named to nobody, and erased with the picture; a teacher can also cover parts of a picture before it is sent. You can change your mind at any time, in both directions.',
  ],
];

const Choice = ({ mine }: { readonly mine: MyRecognition }) => {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const choose = useMutation({
    mutationFn: (choice: ConsentRequest['choice']) =>
      ask(myRecognition, 'PUT', '/my/consent', { choice, textVersion: mine.currentTextVersion, language: 'en' }),
    onSuccess: (after, choice) => {
      cache.setQueryData(recognitionKey, after);
      if (choice === 'consented') void navigate('/app/enrol');
      else void navigate('/app', { state: { said: 'Fine. Your teacher marks you by hand or by code.' } });
    },
  });
  const interaction = choose.isPending ? 'disabled' : 'enabled';
  return (
    <>
      {choose.isError && <ProblemAlert error={choose.error} />}
      <Flex gap="small" wrap="wrap" margin="medium 0">
        <Button size="large" onClick={() => choose.mutate('consented')} interaction={interaction}>
          Yes, recognise me
        </Button>
        <Button size="large" onClick={() => choose.mutate('declined')} interaction={interaction}>
          No, mark me by hand
        </Button>
      </Flex>
    </>
  );
};

/** A version is the day on which the text got it. */
const versionInWords = (version: string): string =>
  /^\d{4}-\d\d-\d\d/.test(version)
    ? `Text of ${day(`${version.slice(0, 10)}T12:00:00Z`, 'UTC')}, version ${version}.`
    : `Text version ${version}.`;

const said = { consented: 'said yes', declined: 'said no', withdrawn: 'took your consent back' } as const;

const answerInWords = ({ consent: { state, at, textVersion } }: MyRecognition): string =>
  state === 'none' || at === null
    ? 'Your choice is kept with its time and this version.'
    : `You ${said[state]} on ${day(at, 'UTC')}${textVersion === null ? '' : `, to version ${textVersion}`}.`;

/** Five questions, two buttons of equal weight. */
export const ConsentPage = () => {
  const query = useMyRecognition();
  return (
    <WhenThere query={query} what="the text">
      {(mine) => (
        <div style={{ maxWidth: '40rem' }}>
          <Heading as="h1" level="h2" margin="0 0 medium">
            May Muster recognise you?
          </Heading>
          {questions(mine).map(([question, answer]) => (
            <View as="section" key={question} display="block" margin="0 0 medium">
              <Heading as="h2" level="h3">
                {question}
              </Heading>
              <Text as="p">{answer}</Text>
            </View>
          ))}
          {mine.policyUrl !== null && (
            <Text as="p">
              <Link href={mine.policyUrl} target="_blank" rel="noopener noreferrer">
                What your institution has published about it
              </Link>
            </Text>
          )}
          {mine.notAllowed === null ? (
            <Choice mine={mine} />
          ) : (
            <Alert variant="info" hasShadow={false}>
              {textOf(mine.notAllowed === 'faces-off' ? 'FACES_OFF' : 'ENROLMENT_NOT_ALLOWED')}
            </Alert>
          )}
          <Text as="p" size="small" color="secondary">
            {versionInWords(mine.currentTextVersion)} {answerInWords(mine)}
          </Text>
          <Link as={RouteLink} to="/app" isWithinText={false}>
            Back without choosing
          </Link>
        </div>
      )}
    </WhenThere>
  );
};
