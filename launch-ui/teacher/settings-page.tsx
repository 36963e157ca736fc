import { Alert, Button, Checkbox, Heading, RangeInput, Table, Text, ToggleDetails, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Settings, settings, settingsPreview } from '../../lti-server/http/api-schema/course.ts';
import { ask } from '../api/client.ts';
import { PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { CourseTabs } from './course-tabs.tsx';

const score = (value: number | null) => (value === null ? '–' : `${value}`);

const Preview = ({ lateCredit }: { readonly lateCredit: number }) => {
  const query = useQuery({
    queryKey: ['preview', lateCredit],
    queryFn: () => ask(settingsPreview, 'GET', `/settings/preview?lateCredit=${lateCredit}`),
  });
  const changed = query.data?.rows.filter(({ now, after }) => now !== after) ?? [];
  if (query.data === undefined) return null;
  if (changed.length === 0) return <Text as="p">No grade changes with this.</Text>;
  return (
    <Table caption="Grades that would change" layout="auto">
      <Table.Head>
        <Table.Row>
          <Table.ColHeader id="name">Student</Table.ColHeader>
          <Table.ColHeader id="now">Now</Table.ColHeader>
          <Table.ColHeader id="then">Then</Table.ColHeader>
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {changed.map((row) => (
          <Table.Row key={row.id}>
            <Table.RowHeader>{row.name}</Table.RowHeader>
            <Table.Cell>{score(row.now)}</Table.Cell>
            <Table.Cell>{score(row.after)}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
};

const Form = ({
  stored,
  wasSaved,
  onSaved,
}: {
  readonly stored: Settings;
  readonly wasSaved: boolean;
  readonly onSaved: () => void;
}) => {
  const cache = useQueryClient();
  const [on, setOn] = useState(stored.gradeColumnOn);
  const [perSession, setPerSession] = useState(stored.sessionColumnsOn);
  const [late, setLate] = useState(stored.lateCredit);
  const save = useMutation({
    mutationFn: () =>
      ask(settings, 'PUT', '/settings', {
        lateCredit: late,
        gradeColumnOn: on,
        sessionColumnsOn: perSession,
        seen: {
          lateCredit: stored.lateCredit,
          gradeColumnOn: stored.gradeColumnOn,
          sessionColumnsOn: stored.sessionColumnsOn,
        },
      }),
    onError: () => void cache.invalidateQueries({ queryKey: ['settings'] }),
    onSuccess: (after) => {
      onSaved();
      cache.setQueryData(['settings'], after);
      void cache.invalidateQueries({ queryKey: ['course'] });
    },
  });
  const perSessionChanged = perSession !== stored.sessionColumnsOn;
  const changed = on !== stored.gradeColumnOn || perSessionChanged || late !== stored.lateCredit;
  const { recognition } = stored;
  return (
    <div
      style={{ display: 'grid', gap: '2rem', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 22rem), 1fr))' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
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
        {wasSaved && !changed && (
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
        <Preview lateCredit={late} />
        <Heading as="h2" level="h3" margin="large 0 small">
          Recognition
        </Heading>
        <Text as="p">
          {stored.facesOn
            ? 'Faces are compared only with students of this course who said yes. Sure resemblances are proposed as present, unsure ones are shown to you; you decide.'
            : 'Recognition is switched off for this site. An administrator can have it switched on.'}
        </Text>
        <ToggleDetails summary="The numbers">
          <Text as="p">
            {recognition.engine} {recognition.modelVersion}: match from {recognition.match}, with a lead of{' '}
            {recognition.margin} {recognition.scale === 'log-odds' ? '(log-odds)' : 'points'}; shown to you from{' '}
            {recognition.review}.
          </Text>
          <Text as="p">{recognition.origin}</Text>
        </ToggleDetails>
      </div>
    </div>
  );
};

/** The grade policy beside what it does to the real class. */
export const SettingsPage = () => {
  const [wasSaved, setWasSaved] = useState(false);
  const query = useQuery({ queryKey: ['settings'], queryFn: () => ask(settings, 'GET', '/settings') });
  return (
    <CourseTabs>
      <PageHead title="Settings" />
      <WhenThere query={query} what="the settings" isPart>
        {(stored) => (
          <Form
            key={`${stored.lateCredit} ${stored.gradeColumnOn} ${stored.sessionColumnsOn}`}
            stored={stored}
            wasSaved={wasSaved}
            onSaved={() => setWasSaved(true)}
          />
        )}
      </WhenThere>
    </CourseTabs>
  );
};
