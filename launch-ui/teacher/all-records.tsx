import { Button, Flex, Heading, Link, Spinner, Text, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type CourseReport, courseReport, reportLink } from '../../lti-server/http/api-schema/report.ts';
import { ask } from '../api/client.ts';
import { useMay, useMe } from '../api/use-me.ts';
import { saveFrom } from '../save-text.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { day, dayAndTime } from '../times.ts';

const path = '/course/reports';
const queryKey = ['course-report'];

const useReport = () => {
  const cache = useQueryClient();
  const query = useQuery({
    queryKey,
    queryFn: () => ask(courseReport, 'GET', path),
    refetchInterval: ({ state }) => (state.data?.report?.state === 'asked' ? 1_000 : false),
  });
  const isWanted = useRef(false);
  const fetchFile = useMutation({
    mutationFn: () => ask(reportLink, 'POST', `${path}/link`, {}),
    onSuccess: ({ url }) => saveFrom(url, ''),
    // It ran out while the page stood open.
    onError: () => void cache.invalidateQueries({ queryKey }),
  });
  const make = useMutation({
    mutationFn: () => ask(courseReport, 'POST', path, {}),
    onSuccess: (after) => cache.setQueryData(queryKey, after),
  });
  const { mutate } = fetchFile;
  const isReady = query.data?.report?.state === 'ready';
  // Whoever asked for it on this page gets it as soon as it is there.
  useEffect(() => {
    if (!isReady || !isWanted.current) return;
    isWanted.current = false;
    mutate();
  }, [isReady, mutate]);
  const makeOne = () => {
    isWanted.current = true;
    make.mutate();
  };
  return { query, make, makeOne, fetchFile };
};

const Made = ({
  report,
  timeZone,
}: {
  readonly report: NonNullable<CourseReport['report']>;
  readonly timeZone: string;
}) => (
  <Text as="p" size="small" color="secondary">
    With everything up to {dayAndTime(report.askedAt, timeZone)}. It is deleted on {day(report.expiresAt, timeZone)}.
  </Text>
);

/** All records of the course as one file: made in the background, and fetched when it is there. */
export const AllRecords = () => {
  const { query, make, makeOne, fetchFile } = useReport();
  const timeZone = useMe().data?.course?.timeZone ?? 'UTC';
  const mayExport = useMay('export-records');
  if (!mayExport || query.data === undefined) return null;
  const { report } = query.data;
  const isUnderWay = report?.state === 'asked' || make.isPending;
  return (
    <View as="section" margin="0 0 medium">
      <Heading as="h2" level="h3" margin="0 0 x-small">
        All records
      </Heading>
      <Text as="p" color="secondary">
        One file for a spreadsheet: every confirmed session with a row a student. Times are those of {timeZone}.
      </Text>
      <Flex gap="small" wrap="wrap" alignItems="center">
        {report?.state === 'ready' && !isUnderWay ? (
          <>
            <Button onClick={() => fetchFile.mutate()}>Download all records</Button>
            <Link as="button" onClick={makeOne}>
              Make it anew
            </Link>
          </>
        ) : (
          <Button onClick={makeOne} interaction={isUnderWay ? 'disabled' : 'enabled'}>
            {report?.state === 'failed' ? 'Try again' : 'Download all records'}
          </Button>
        )}
        <div role="status">
          {isUnderWay && (
            <Flex gap="x-small" alignItems="center">
              <Spinner size="x-small" renderTitle="Making the file" />
              <Text>The file is being made. You can go on meanwhile.</Text>
            </Flex>
          )}
          {report?.state === 'failed' && !isUnderWay && (
            <Text color="danger">
              The file could not be made. Try again; if that does not help, tell your administrator.
            </Text>
          )}
        </div>
      </Flex>
      {report?.state === 'ready' && !isUnderWay && <Made report={report} timeZone={timeZone} />}
      {make.isError && <ProblemAlert error={make.error} />}
      {fetchFile.isError && <ProblemAlert error={fetchFile.error} />}
    </View>
  );
};
