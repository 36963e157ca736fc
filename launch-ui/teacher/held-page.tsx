import { Button, Flex, Heading, Link, Text, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link as RouteLink } from 'react-router';
import { heldEnrolments } from '../../lti-server/http/api-schema/held-enrolment.ts';
import { ask } from '../api/client.ts';
import { AuthorisedImage } from '../shell/authorised-image.tsx';
import { Empty, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';

const frame = { width: '9rem', height: '9rem', objectFit: 'cover', borderRadius: 4 } as const;

/** New enrolments that resemble somebody else: the teacher looks before they count. */
export const HeldPage = () => {
  const cache = useQueryClient();
  const query = useQuery({ queryKey: ['held'], queryFn: () => ask(heldEnrolments, 'GET', '/held-enrolments') });
  const decide = useMutation({
    mutationFn: ({ member, decision }: { member: string; decision: 'accept' | 'reject' }) =>
      ask(heldEnrolments, 'POST', `/held-enrolments/${member}`, { decision }),
    onSuccess: (after) => {
      cache.setQueryData(['held'], after);
      void cache.invalidateQueries({ queryKey: ['course'] });
    },
  });
  return (
    <>
      <PageHead
        title="New enrolments to look at"
        lead="These pictures resemble somebody else in the class. It may be a twin; it may be the wrong person."
      >
        <Link as={RouteLink} to="/app" isWithinText={false}>
          Back to the course
        </Link>
      </PageHead>
      {decide.isError && <ProblemAlert error={decide.error} />}
      <WhenThere query={query} what="the enrolments" isPart>
        {({ held }) =>
          held.length === 0 ? (
            <Empty title="Nothing to look at">
              <Text as="p">Every enrolment of this course has been looked at.</Text>
            </Empty>
          ) : (
            held.map(({ member, name, resemblesName }) => (
              <View key={member} as="section" margin="0 0 medium" display="block">
                <Heading as="h2" level="h3">
                  {name}
                </Heading>
                <Flex gap="small" wrap="wrap" margin="small 0">
                  <figure style={{ margin: 0 }}>
                    <AuthorisedImage
                      path={`/held-enrolments/${member}/picture`}
                      alt={`New picture of ${name}`}
                      style={frame}
                    />
                    <figcaption>{name}, new</figcaption>
                  </figure>
                  <figure style={{ margin: 0 }}>
                    <AuthorisedImage
                      path={`/held-enrolments/${member}/resembles`}
                      alt={`Enrolled picture of ${resemblesName}`}
                      style={frame}
                    />
                    <figcaption>{resemblesName}, enrolled</figcaption>
                  </figure>
                </Flex>
                <Flex gap="small">
                  <Button color="primary" onClick={() => decide.mutate({ member, decision: 'accept' })}>
                    This is {name}
                  </Button>
                  <Button onClick={() => decide.mutate({ member, decision: 'reject' })}>
                    Not {name}: erase these pictures
                  </Button>
                </Flex>
              </View>
            ))
          )
        }
      </WhenThere>
    </>
  );
};
