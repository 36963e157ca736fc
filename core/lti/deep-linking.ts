/** What a platform asks of a person who places content. LTI deep linking 2.0, section 4.4.1. */
export interface DeepLinkingRequest {
  /** Kept letter by letter: Moodle carries a session key in its query. */
  readonly returnUrl: string;
  /** Echoed unchanged when it was sent. */
  readonly data: string | null;
  readonly acceptTypes: readonly string[];
  readonly acceptMultiple: boolean;
  /** Null when the platform does not say whether an item may bring a line item. */
  readonly acceptLineItem: boolean | null;
  readonly title: string | null;
  readonly text: string | null;
}
