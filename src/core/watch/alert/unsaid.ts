/** What in a rule can't be said in Azure. Plain data; its words are in extension/commands/watch/unsaidText.ts. */
export type UnsaidKind =
  /** A term of `match` that is left out, so that the alert is about more than the rule. */
  | "term"
  /** A text that is looked for everywhere but in the names of subscriptions. */
  | "subscriptionNames"
  /** More sessions than before: Azure compares with a number, not with the last time. */
  | "more"
  /** Only this computer's journal knows whom the user disconnected; Azure tells of every disconnect. */
  | "returns"
  /** How full the hosts of a subscription are depends on the size of each. */
  | "fullerOfSubscription"
  /** Azure didn't say how large the host is. */
  | "fullerOfUnknownSize"
  /** Azure compares each instance of a host, and knows no protocols. */
  | "fullerByInstance"
  /** The alert is for one host, whatever `match` says. */
  | "matchOfHosts"
  /** An alert looks back at most two days: the rule's time is as long. */
  | "tooLong"
  /** … so that sessions which started earlier are not seen. */
  | "olderSessions"
  /** … so that addresses count as new which were used before that, within the rule's 30 days. */
  | "olderAddresses";

export interface Unsaid {
  readonly kind: UnsaidKind;
  /** The term as it was written. */
  readonly text?: string;
}
