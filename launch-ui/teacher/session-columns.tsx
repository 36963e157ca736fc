import { Heading, Text, View } from '@instructure/ui';
import type { GradebookPage } from '../../lti-server/http/api-schema/record.ts';
import { dayAndTime } from '../times.ts';
import { GradebookComparison } from './gradebook-comparison.tsx';
import { GradebookTrouble } from './gradebook-trouble.tsx';
import { gradebookInWords } from './session-words.ts';

/** The columns of single sessions: how each stands, and the same comparison. */
export const SessionColumns = ({
  page,
  decide,
}: {
  readonly page: GradebookPage;
  readonly decide: ((member: string, choice: 'overwrite' | 'keep', session: string) => Promise<unknown>) | null;
}) =>
  page.sessionColumns.length === 0 ? null : (
    <View as="section" margin="large 0 0">
      <Heading as="h2" level="h3" margin="0 0 small">
        Columns of single sessions
      </Heading>
      {page.sessionColumns.map((column) => (
        <View as="div" key={column.session} margin="0 0 medium">
          <Heading as="h3" level="h4">
            {column.title === '' ? dayAndTime(column.startsAt, page.timeZone) : column.title}
          </Heading>
          <Text as="p">{gradebookInWords({ ...column, on: true, available: true })}</Text>
          <GradebookTrouble {...column} timeZone={page.timeZone} />
          {page.comparable && (
            <GradebookComparison
              page={page}
              session={column.session}
              decide={decide === null ? null : (member, choice) => decide(member, choice, column.session)}
            />
          )}
        </View>
      ))}
    </View>
  );
