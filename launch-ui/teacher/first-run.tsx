import { Alert, Button, Text } from '@instructure/ui';
import { useState } from 'react';
import type { CoursePage } from '../../lti-server/http/api-schema/course.ts';

const invitation = (title: string) =>
  `In ${title} I take attendance with Muster. If you like, it can recognise you in a picture of the class: open Muster in the course menu, read what it does, and say yes or no. Saying no costs you nothing; I will mark you by hand.`;

const request = (title: string) =>
  `In ${title} I take attendance with Muster, by hand for now. Could recognition in class pictures be switched on for us? Students choose for themselves whether to take part. You find it in Muster’s administration page, under the institution’s policy.`;

/** Where nobody can be recognised yet: why it is by hand, and how that may change. */
export const FirstRun = ({ page: { facesOn, title } }: { readonly page: CoursePage }) => {
  const [copied, setCopied] = useState<boolean | null>(null);
  const text = facesOn ? invitation(title) : request(title);
  const copy = () =>
    (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Alert variant="info" hasShadow={false} margin="small 0">
      <Text as="p">
        {facesOn
          ? 'Nobody has enrolled a face yet, so you mark attendance by hand. That works for as long as you like. To invite your students, copy this into an announcement:'
          : 'Recognition is switched off at your institution, so you mark attendance by hand. Nothing is missing for that. If you would like pictures to help, send this to your administrator:'}
      </Text>
      <Text as="p" fontStyle="italic">
        {text}
      </Text>
      <Button onClick={() => void copy()}>{copied === true ? 'Copied' : 'Copy the text'}</Button>
      {copied === false && (
        <Text as="p" size="small">
          The browser did not let it be copied: select the text above.
        </Text>
      )}
    </Alert>
  );
};
