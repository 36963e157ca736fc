import { Alert, Button, Flex, Heading, Link, Spinner, View } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Navigate, Link as RouteLink, useNavigate } from 'react-router';
import { type MyRecognition, myRecognition } from '../../lti-server/http/api-schema/student.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { textOf } from '../problem-text.ts';
import { ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { PictureDrop } from '../shell/picture-drop.tsx';
import { EnrolCamera } from './enrol-camera.tsx';
import { smallerPicture } from './smaller-picture.ts';
import { lostByReload, noteTaken } from './taken-pictures.ts';
import { recognitionKey, useMyRecognition } from './use-recognition.ts';

const Thumbnails = ({ pictures }: { readonly pictures: readonly Blob[] }) => {
  const [urls, setUrls] = useState<readonly string[]>([]);
  useEffect(() => {
    const made = pictures.map((picture) => URL.createObjectURL(picture));
    setUrls(made);
    return () => {
      for (const url of made) URL.revokeObjectURL(url);
    };
  }, [pictures]);
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(7rem, 1fr))', gap: '0.75rem' }}>
      {urls.map((url, index) => (
        <img
          key={url}
          src={url}
          alt={`Yours, number ${index + 1}`}
          style={{ width: '100%', aspectRatio: '1', objectFit: 'cover', borderRadius: 4 }}
        />
      ))}
    </div>
  );
};

const saidAfter = ({ enrolment }: MyRecognition): string =>
  enrolment?.state === 'held'
    ? 'Your pictures are stored. Your teacher has a look first, because they resemble somebody else in the class.'
    : 'Done. You can be recognised in class pictures from now on.';

const Review = ({ pictures, onAgain }: { readonly pictures: readonly Blob[]; readonly onAgain: () => void }) => {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const enrol = useMutation({
    mutationFn: async () => {
      const form = new FormData();
      for (const [index, picture] of pictures.entries()) {
        form.append('file', await smallerPicture(picture), `${index + 1}.jpg`);
      }
      return ask(myRecognition, 'POST', '/my/enrolment', form);
    },
    onSuccess: (after) => {
      cache.setQueryData(recognitionKey, after);
      void navigate('/app', { state: { said: saidAfter(after) } });
    },
  });
  return (
    <>
      <Heading as="h2" level="h3" margin="0 0 small">
        These are your pictures
      </Heading>
      <Thumbnails pictures={pictures} />
      {enrol.isError && <ProblemAlert error={enrol.error} />}
      <Flex gap="small" wrap="wrap" margin="medium 0">
        <Button color="primary" onClick={() => enrol.mutate()} interaction={enrol.isPending ? 'disabled' : 'enabled'}>
          Use these
        </Button>
        <Button onClick={onAgain} interaction={enrol.isPending ? 'disabled' : 'enabled'}>
          Again
        </Button>
        {enrol.isPending && <Spinner size="x-small" renderTitle="Storing your pictures" />}
      </Flex>
    </>
  );
};

const Upload = ({ needed, onDone }: { readonly needed: number; readonly onDone: (files: readonly Blob[]) => void }) => {
  const [files, setFiles] = useState<readonly File[]>([]);
  return (
    <View as="section" margin="large 0 0" display="block">
      <PictureDrop
        label={`No camera? Upload ${count(needed, 'picture')} of your face`}
        hint={files.length === 0 ? 'JPEG, PNG or WebP' : `${files.length} of ${needed} chosen`}
        onPictures={(chosen) => {
          const all = [...files, ...chosen];
          if (all.length <= needed) {
            setFiles(all);
            noteTaken(all.length);
            if (all.length === needed) onDone(all);
            return [];
          }
          // Which of them are meant is not for the page to guess.
          return chosen.map(({ name }) => ({
            name,
            why: `Left out: ${count(needed, 'picture')} are needed, and these would be ${all.length}. Choose ${needed - files.length}.`,
          }));
        }}
      />
    </View>
  );
};

/** What a reload has lost, said once; nothing is lost by going to another page and saying so would only confuse. */
const useLost = (): number => {
  const [lost] = useState(lostByReload);
  useEffect(() => {
    noteTaken(0);
    return () => noteTaken(0);
  }, []);
  return lost;
};

const Enrol = ({ mine }: { readonly mine: MyRecognition }) => {
  const lost = useLost();
  const [pictures, setPictures] = useState<readonly Blob[] | null>(null);
  if (mine.notAllowed !== null) {
    return (
      <Alert variant="info" hasShadow={false}>
        {textOf(mine.notAllowed === 'faces-off' ? 'FACES_OFF' : 'ENROLMENT_NOT_ALLOWED')}
      </Alert>
    );
  }
  if (mine.consent.state !== 'consented') return <Navigate to="/app/consent" replace />;
  const again = () => {
    noteTaken(0);
    setPictures(null);
  };
  if (pictures !== null) return <Review pictures={pictures} onAgain={again} />;
  return (
    <>
      {lost > 0 && (
        <Alert variant="info" hasShadow={false} margin="0 0 small" renderCloseButtonLabel="Close">
          The page was loaded again, and {lost === 1 ? 'the picture' : `the ${lost} pictures`} you had taken{' '}
          {lost === 1 ? 'is' : 'are'} gone. They were not sent or stored. Please begin again.
        </Alert>
      )}
      <EnrolCamera needed={mine.referencesNeeded} onDone={setPictures} />
      <Upload needed={mine.referencesNeeded} onDone={setPictures} />
    </>
  );
};

/** Three pictures of one's own face, with live coaching; by file where there is no camera. */
export const EnrolPage = () => {
  const query = useMyRecognition();
  return (
    <WhenThere query={query} what="the camera page">
      {(mine) => (
        <div style={{ maxWidth: '40rem' }}>
          <Heading as="h1" level="h2" margin="0 0 small">
            {mine.enrolment === null ? 'Your pictures' : 'Replace your pictures'}
          </Heading>
          <Enrol mine={mine} />
          <View as="div" margin="medium 0 0">
            <Link as={RouteLink} to="/app" isWithinText={false}>
              Back to my attendance
            </Link>
          </View>
        </div>
      )}
    </WhenThere>
  );
};
