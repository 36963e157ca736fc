import { Alert, Button, Checkbox, Heading, RangeInput, Text, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type SaveSettingsRequest, type Settings, settings } from '../../lti-server/http/api-schema/course.ts';
import { ask } from '../api/client.ts';
import { AskBeforeLeaving } from '../shell/ask-before-leaving.tsx';
import { PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { CourseTabs } from './course-tabs.tsx';
import { RecognitionWords } from './recognition-words.tsx';
import { SettingsPreview } from './settings-preview.tsx';

const useSave = () => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wanted: SaveSettingsRequest) => ask(settings, 'PUT', '/settings', wanted),
    onError: () => void cache.invalidateQueries({ queryKey: ['settings'] }),
    onSuccess: (after) => {
      cache.setQueryData(['settings'], after);
      for (const queryKey of [['course'], ['gradebook']]) void cache.invalidateQueries({ queryKey });
    },
  });
};

const Form = ({ stored, save }: { readonly stored: Settings; readonly save: ReturnType<typeof useSave> }) => {
  const { lateCredit, gradeColumnOn, sessionColumnsOn } = stored;
  const [on, setOn] = useState(gradeColumnOn);
  const [late, setLate] = useState(lateCredit);
  const [perSession, setPerSession] = useState(sessionColumnsOn);
  const perSessionChanged = perSession !== sessionColumnsOn;
  const changed = perSessionChanged || on !== stored.gradeColumnOn || late !== stored.lateCredit;
  return (
    <div
      style={{ display: 'grid', gap: '2rem', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 22rem), 1fr))' }}
    >
      <AskBeforeLeaving
        isBusy={changed}
        title="Your changes are not saved"
        words="If you leave now, the settings stay as they were."
        leave="Leave without saving"
      />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({
            lateCredit: late,
            gradeColumnOn: on,
            sessionColumnsOn: perSession,
            seen: { lateCredit, gradeColumnOn, sessionColumnsOn },
          });
        }}
      >
        <Heading as="h2" level="h3" margin="0 0 small">
          Grade
        </Heading>
        <Checkbox
          variant="toggle"
          label={`A grade column of 100 points in the gradebook${on !== stored.gradeColumnOn ? ' (changed)' : ''}`}
          checked={on}
          disabled={!stored.maySave || (!stored.gradeColumnAvailable && !on)}
          onChange={({ target }) => setOn(target.checked)}
        />
        {!stored.gradeColumnAvailable && (
          <Text size="small">Your platform does not let Muster make a column here.</Text>
        )}
        <View as="div" margin="small 0">
          <Checkbox
            variant="toggle"
            label={`A column for each session as well${perSessionChanged ? ' (changed)' : ''}`}
            checked={perSession}
            disabled={!stored.maySave || !on}
            onChange={({ target }) => setPerSession(target.checked)}
          />
          <Text as="p" size="small" color="secondary">
            Each takes room in the gradebook. Switched off, nothing more is sent; what is there stays.
          </Text>
        </View>
        <View as="div" margin="medium 0">
          <RangeInput
            label={`A late student earns, in percent of a session${late !== stored.lateCredit ? ' (changed)' : ''}`}
            min={0}
            max={100}
            step={5}
            value={Math.round(late * 100)}
            disabled={!stored.maySave}
            onChange={(value) => setLate(Number(value) / 100)}
          />
        </View>
        <Text as="p" color="secondary">
          Present earns all of a session, absent nothing; excused sessions are left out.
        </Text>
        {save.isError && <ProblemAlert error={save.error} />}
        {save.isSuccess && !changed && (
          <Alert variant="success" hasShadow={false} margin="small 0">
            Saved.
          </Alert>
        )}
        {stored.maySave ? (
          <Button type="submit" color="primary" interaction={changed && !save.isPending ? 'enabled' : 'disabled'}>
            Save
          </Button>
        ) : (
          <Text as="p">Only a teacher can change these.</Text>
        )}
      </form>
      <div>
        <Heading as="h2" level="h3" margin="0 0 small">
          On your class
        </Heading>
        <SettingsPreview lateCredit={late} />
        <Heading as="h2" level="h3" margin="large 0 small">
          Recognition
        </Heading>
        <RecognitionWords settings={stored} />
      </div>
    </div>
  );
};

/** The grade policy beside what it does to the real class. */
export const SettingsPage = () => {
  // Above the form, which begins anew when the stored settings change: what became of the save is still to be said.
  const save = useSave();
  const query = useQuery({ queryKey: ['settings'], queryFn: () => ask(settings, 'GET', '/settings') });
  return (
    <CourseTabs>
      <PageHead title="Settings" />
      <WhenThere query={query} what="the settings" isPart>
        {(stored) => (
          <Form
            key={`${stored.lateCredit} ${stored.gradeColumnOn} ${stored.sessionColumnsOn}`}
            stored={stored}
            save={save}
          />
        )}
      </WhenThere>
    </CourseTabs>
  );
};
