import { Button, Heading, SimpleSelect, Text, TextInput, View } from '@instructure/ui';
import { useState } from 'react';
import { maxCaptureHours, type PolicyRequest, type Registration } from '../../lti-server/http/api-schema/admin.ts';
import { count } from '../plural.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { useChange } from './use-change.ts';

interface Form {
  readonly policy: string;
  readonly assessment: string;
  readonly captureHours: number;
}

const hoursToChoose = Array.from({ length: maxCaptureHours }, (_, index) => index + 1);

const isPublished = (url: string) => URL.canParse(url) && new URL(url).protocol === 'https:';

/** Null when it cannot be sent as it is: one link alone, or one that is none. */
const requestOf = ({ policy, assessment, captureHours }: Form): PolicyRequest | null => {
  if (policy === '' && assessment === '') return { links: null, captureHours };
  return isPublished(policy) && isPublished(assessment) ? { links: { policy, assessment }, captureHours } : null;
};

/** What the institution has published, and how long it keeps class pictures. */
export const InstitutionPolicy = ({ id, links, captureHours }: Registration) => {
  const change = useChange(id);
  const before: Form = { policy: links?.policy ?? '', assessment: links?.assessment ?? '', captureHours };
  const [now, setNow] = useState(before);
  const changed = JSON.stringify(now) !== JSON.stringify(before);
  const wanted = requestOf(now);
  const messages = (url: string) =>
    url === '' || isPublished(url) ? [] : [{ type: 'newError' as const, text: 'An address that begins with https://' }];
  return (
    <View as="section" margin="large 0 0" display="block" maxWidth="36rem">
      <Heading as="h2" level="h3" margin="0 0 small">
        Policy of the institution
      </Heading>
      <form
        style={{ display: 'grid', gap: '1.25rem' }}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== null) change.mutate({ method: 'PUT', below: '/policy', body: wanted });
        }}
      >
        <TextInput
          renderLabel="Policy that students can read"
          value={now.policy}
          maxLength={500}
          placeholder="https://"
          messages={messages(now.policy)}
          onChange={(_, policy) => setNow({ ...now, policy: policy.trim() })}
        />
        <TextInput
          renderLabel="Impact assessment"
          value={now.assessment}
          maxLength={500}
          placeholder="https://"
          messages={messages(now.assessment)}
          onChange={(_, assessment) => setNow({ ...now, assessment: assessment.trim() })}
        />
        <SimpleSelect
          renderLabel="Class pictures that nobody confirmed are erased after"
          value={String(now.captureHours)}
          onChange={(_, { value }) => setNow({ ...now, captureHours: Number(value) })}
        >
          {hoursToChoose.map((hours) => (
            <SimpleSelect.Option key={hours} id={`hours-${hours}`} value={String(hours)}>
              {count(hours, 'hour')}
            </SimpleSelect.Option>
          ))}
        </SimpleSelect>
        <Text size="small" color="secondary">
          Enrolled pictures and what is made of them are kept until the student takes them back. Records are kept with
          the course.
        </Text>
        {change.isError && <ProblemAlert error={change.error} />}
        <div>
          <Button type="submit" interaction={changed && wanted !== null && !change.isPending ? 'enabled' : 'disabled'}>
            Save the policy
          </Button>
        </div>
      </form>
    </View>
  );
};
