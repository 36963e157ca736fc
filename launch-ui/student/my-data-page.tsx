import { Alert, Button, Flex, Heading, Link, Modal, Text, View } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouteLink, useNavigate } from 'react-router';
import { type ErasureReceipt, erasureReceipt, type MyRecognition } from '../../lti-server/http/api-schema/student.ts';
import { ask, askText } from '../api/client.ts';
import { count } from '../plural.ts';
import { saveText } from '../save-text.ts';
import { AuthorisedImage } from '../shell/authorised-image.tsx';
import { ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { day, dayAndTime } from '../times.ts';
import { recognitionKey, useMyAttendance, useMyRecognition } from './use-recognition.ts';

const Receipt = ({ receipt, timeZone }: { readonly receipt: ErasureReceipt; readonly timeZone: string }) => (
  <Alert variant="success" hasShadow={false} margin="0 0 medium">
    <Text as="p">
      Erased {dayAndTime(receipt.at, timeZone)}: {count(receipt.references, 'picture')},{' '}
      {count(receipt.templates, 'template')} in {count(receipt.galleries, 'course gallery', 'course galleries')}.
    </Text>
    {receipt.records > 0 && (
      <Text as="p">
        {count(receipt.records, 'attendance record')} no longer {receipt.records === 1 ? 'says' : 'say'} how much you
        resembled your pictures; the attendance itself stays.
      </Text>
    )}
    {receipt.galleriesPending > 0 && (
      <Text as="p">
        {count(receipt.galleriesPending, 'course gallery', 'course galleries')} could not be reached just now and{' '}
        {receipt.galleriesPending === 1 ? 'is' : 'are'} erased as soon as possible. You are recognised nowhere
        meanwhile.
      </Text>
    )}
    <Text as="p">
      {receipt.backupsUntil === null
        ? 'No backup holds them.'
        : `Backups hold them until ${day(receipt.backupsUntil, timeZone)}.`}
    </Text>
    <Text as="p" size="small">
      Receipt {receipt.id}
    </Text>
  </Alert>
);

const WithdrawModal = ({
  isPending,
  onCancel,
  onErase,
}: {
  readonly isPending: boolean;
  readonly onCancel: () => void;
  readonly onErase: () => void;
}) => (
  <Modal open label="Withdraw and erase" size="small" onDismiss={onCancel} shouldCloseOnDocumentClick={false}>
    <Modal.Header>
      <Heading as="h2" level="h3">
        Withdraw and erase?
      </Heading>
    </Modal.Header>
    <Modal.Body>
      <Text as="p">
        Your pictures and the numbers made of them are erased at once, in all courses, also from your attendance records
        and from class pictures that wait to be reviewed. Your attendance itself stays, with who confirmed it. Your
        teacher marks you by hand from now on. You can enrol again later with new pictures.
      </Text>
    </Modal.Body>
    <Modal.Footer>
      <Flex gap="small" wrap="wrap">
        <Button onClick={onCancel}>Keep them</Button>
        <Button color="danger" onClick={onErase} interaction={isPending ? 'disabled' : 'enabled'}>
          Erase now
        </Button>
      </Flex>
    </Modal.Footer>
  </Modal>
);

const Stored = ({ mine, timeZone }: { readonly mine: MyRecognition; readonly timeZone: string }) => (
  <>
    <Text as="p">
      {mine.consent.state === 'consented' && mine.consent.at !== null
        ? `You said yes on ${day(mine.consent.at, timeZone)}, to the text of ${mine.consent.textVersion}. `
        : ''}
      {mine.enrolment === null
        ? 'No picture of you is stored.'
        : `${count(mine.enrolment.references.length, 'picture')}, and the numbers made of them, stored since ${day(mine.enrolment.enrolledAt, timeZone)}, until you take them back or leave the course.`}
    </Text>
    <div style={{ display: 'flex', gap: '0.75rem', flexWrap: 'wrap' }}>
      {mine.enrolment?.references.map(({ id }, index) => (
        <AuthorisedImage
          key={id}
          path={`/my/references/${id}`}
          alt={`Yours, number ${index + 1}`}
          style={{ width: '8rem', height: '8rem', objectFit: 'cover', borderRadius: 4 }}
        />
      ))}
    </div>
  </>
);

const MyData = ({ mine, timeZone }: { readonly mine: MyRecognition; readonly timeZone: string }) => {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const withdraw = useMutation({
    mutationFn: () => ask(erasureReceipt, 'DELETE', '/my/recognition'),
    onSettled: () => {
      setAsking(false);
      void cache.invalidateQueries({ queryKey: recognitionKey });
    },
  });
  const download = useMutation({
    mutationFn: async () => saveText('my-muster-data.json', 'application/json', await askText('/my/data')),
  });
  const canTakeBack = mine.enrolment !== null || mine.consent.state === 'consented';
  return (
    <>
      {withdraw.data !== undefined && <Receipt receipt={withdraw.data} timeZone={timeZone} />}
      {withdraw.isError && <ProblemAlert error={withdraw.error} />}
      {download.isError && <ProblemAlert error={download.error} />}
      <Stored mine={mine} timeZone={timeZone} />
      <Flex gap="small" wrap="wrap" margin="medium 0">
        {mine.enrolment !== null && mine.notAllowed === null && (
          <Button onClick={() => void navigate('/app/enrol')}>Replace the pictures</Button>
        )}
        <Button onClick={() => download.mutate()} interaction={download.isPending ? 'disabled' : 'enabled'}>
          Download my data
        </Button>
        {canTakeBack && (
          <Button color="danger" withBackground={false} onClick={() => setAsking(true)}>
            Withdraw and erase
          </Button>
        )}
      </Flex>
      {asking && (
        <WithdrawModal
          isPending={withdraw.isPending}
          onCancel={() => setAsking(false)}
          onErase={() => withdraw.mutate()}
        />
      )}
    </>
  );
};

/** What is stored of a student, since when and until when; and the ways to have it, change it and erase it. */
export const MyDataPage = () => {
  const query = useMyRecognition();
  const attendance = useMyAttendance();
  return (
    <WhenThere query={query} what="your data">
      {(mine) => (
        <View as="div" maxWidth="40rem">
          <Heading as="h1" level="h2" margin="0 0 small">
            My data
          </Heading>
          <MyData mine={mine} timeZone={attendance.data?.timeZone ?? 'UTC'} />
          <Link as={RouteLink} to="/app" isWithinText={false}>
            Back to my attendance
          </Link>
        </View>
      )}
    </WhenThere>
  );
};
