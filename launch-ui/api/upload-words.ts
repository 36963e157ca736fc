/** The form's fields for this picture: where the place asks for a content type, it is the picture's own. */
export const fieldsFor = (
  fields: Readonly<Record<string, string>>,
  type: string,
): readonly (readonly [name: string, value: string])[] =>
  Object.entries(fields).map(([name, value]) => [
    name,
    name === 'Content-Type' && type.startsWith('image/') ? type : value,
  ]);

/**
 * What a bucket says to a form that it does not take, as a code of ours; null for anything else. A form whose time is over
 * is told by its text alone: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html.
 */
export const codeOfBucket = (answer: string, status: number): string | null => {
  const code = /<Code>([A-Za-z]+)<\/Code>/.exec(answer)?.[1];
  if (code === 'EntityTooLarge') return 'IMAGE_TOO_LARGE';
  if (code === 'EntityTooSmall') return 'IMAGE_UNREADABLE';
  if (status === 403 && code === 'AccessDenied') return 'UPLOAD_EXPIRED';
  return code === 'SlowDown' || code === 'ServiceUnavailable' ? 'THROTTLED' : null;
};
