import { Text } from '@instructure/ui';
import type { Me } from '../lti-server/http/api-schema/me.ts';
import { Empty } from './shell/page-states.tsx';

const greeting = ({ name }: Me) => `Hello${name === null ? '' : `, ${name}`}`;

/** For who has no page of their own here: why, and what to do. */
export const VisitorPage = ({ who }: { readonly who: Me }) => {
  if (who.course === null) {
    return (
      <Empty isPage title="Muster was opened outside a course">
        <Text as="p">Attendance belongs to a course. Open Muster from a course’s own menu.</Text>
      </Empty>
    );
  }
  if (who.role === 'observer') {
    return (
      <Empty isPage title={greeting(who)}>
        <Text as="p">
          You are in this course as an observer or mentor. Muster shows attendance to those who teach here, and to each
          student their own: observers see nobody’s, not even that of the student they look after.
        </Text>
        <Text as="p">The student can show you their page, and the teacher can tell you more.</Text>
      </Empty>
    );
  }
  return (
    <Empty isPage title={greeting(who)}>
      <Text as="p">
        You have no role in this course that Muster has a page for. If you teach or study here, ask the course’s teacher
        to add you, then open Muster again.
      </Text>
    </Empty>
  );
};
