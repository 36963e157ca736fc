/** What a failure says to whoever can do something about it; the codes are explained at length in docs/admins.md. */
const words: Readonly<Record<string, string>> = {
  LAUNCH_REQUEST_INVALID: 'an address or id is entered differently in the LMS',
  LAUNCH_PLATFORM_ERROR: 'the LMS refused; is the redirect URI entered there?',
  LAUNCH_STATE_UNKNOWN: 'a launch was used twice, or took too long',
  LAUNCH_STATE_NOT_BOUND: 'a browser kept neither cookie nor storage',
  LAUNCH_KEY_UNKNOWN: 'the key set of the LMS cannot be read, or lacks the key',
  LAUNCH_SIGNATURE_INVALID: 'signed with another key than the LMS’',
  LAUNCH_AUDIENCE_INVALID: 'the client id is another',
  LAUNCH_TIME_INVALID: 'a clock is wrong by more than a minute',
  LAUNCH_DEPLOYMENT_PENDING: 'a deployment waits for approval',
  LAUNCH_DEPLOYMENT_DISABLED: 'a deployment is switched off',
  DENIED: 'the LMS does not allow it',
  UNAVAILABLE: 'the LMS did not answer',
  THROTTLED: 'the LMS was busy',
  RESPONSE_INVALID: 'the LMS answered something that was not understood',
};

export const failureInWords = (code: string): string =>
  Object.hasOwn(words, code) ? `${words[code]} (${code})` : code;
