import type { SearchProblem } from "../../core/inventory/directoryState.ts";
import { identityKey } from "../../core/model/identity.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { HostedSession } from "../../core/inventory/hostState.ts";
import { whoIs } from "../../core/inventory/people/sessionPeople.ts";
import { targetKey } from "../../core/model/session/target.ts";
import { userGroup } from "../../core/model/session/userName.ts";
import { personKey } from "../../core/model/session/who.ts";
import type { Hit } from "../../core/watch/hit.ts";
import type { RuleState } from "../../core/watch/watchState.ts";

/** A row of the tree: what it stands for, not what it shows. Its id is unique, and the same after every refresh. */
export type TreeNode =
  | SubscriptionNode
  | GroupNode
  | HostNode
  | SessionNode
  | HostNoteNode
  | SearchProblemNode
  | AttentionNode
  | WatchRuleNode
  | HitNode
  | MoreHitsNode;

export interface SubscriptionNode {
  readonly kind: "subscription";
  readonly id: string;
  readonly subscriptionId: string;
}

/** The sessions on one target VM, of one user, or of one person, over all hosts. */
export interface GroupNode {
  readonly kind: "group";
  readonly id: string;
  readonly by: "targetVm" | "user" | "person";
  /** See {@link groupKey}. */
  readonly key: string;
}

export interface HostNode {
  readonly kind: "host";
  readonly id: string;
  readonly hostKey: ArmKey;
}

export interface SessionNode {
  readonly kind: "session";
  readonly id: string;
  readonly hostKey: ArmKey;
  readonly sessionKey: string;
  /** The hit that it is shown as, below a watch rule: a second row of the session, with an ID of its own. */
  readonly hit?: HitReference;
}

/** What there is to say about a host's list besides its sessions: that it failed, or that entries of it were unreadable. */
export interface HostNoteNode {
  readonly kind: "hostProblem" | "unreadableSessions";
  readonly id: string;
  readonly hostKey: ArmKey;
}

/** What kept us from searching everything. */
export interface SearchProblemNode {
  readonly kind: "searchProblem";
  readonly id: string;
  readonly searchProblem: SearchProblem;
}

/** What watch rules have found, above everything else. */
export interface AttentionNode {
  readonly kind: "attention";
  readonly id: string;
}

export interface WatchRuleNode {
  readonly kind: "watchRule";
  readonly id: string;
  /** See {@link ruleRowKey}. */
  readonly ruleKey: string;
}

/** A hit, by its keys. */
export interface HitReference {
  readonly ruleKey: string;
  readonly hitKey: string;
}

/** A hit that is no session, or none that is known to be live. */
export interface HitNode extends HitReference {
  readonly kind: "hit";
  readonly id: string;
}

/** How many hits of a rule have no row. */
export interface MoreHitsNode {
  readonly kind: "moreHits";
  readonly id: string;
  readonly ruleKey: string;
}

export function subscriptionNode(subscriptionId: string): SubscriptionNode {
  return { kind: "subscription", id: `/subscriptions/${subscriptionId}`, subscriptionId };
}

export function groupNode(by: GroupNode["by"], key: string): GroupNode {
  return { kind: "group", id: `${by}/${key}`, by, key };
}

/** Equal for sessions of the same group. */
export function groupKey(by: GroupNode["by"], hosted: HostedSession): string {
  const { session } = hosted.state;
  switch (by) {
    case "user":
      return userGroup(session.userName);
    case "person":
      return personKey(whoIs(hosted).person);
    case "targetVm":
      return targetKey(session);
  }
}

export function hostNode(hostKey: ArmKey): HostNode {
  return { kind: "host", id: hostKey, hostKey };
}

export function sessionNode(hostKey: ArmKey, sessionKey: string): SessionNode {
  return { kind: "session", id: `${hostKey}/sessions/${sessionKey}`, hostKey, sessionKey };
}

export function hostNoteNode(kind: HostNoteNode["kind"], hostKey: ArmKey): HostNoteNode {
  return { kind, id: `${hostKey}/${kind}`, hostKey };
}

export function problemNode(searchProblem: SearchProblem): SearchProblemNode {
  return {
    kind: "searchProblem",
    id: `searchProblem/${searchProblem.kind}/${problemOwner(searchProblem)}`,
    searchProblem,
  };
}

function problemOwner(searchProblem: SearchProblem): string {
  if ("identity" in searchProblem) {
    return (
      identityKey(searchProblem.identity) + ("subscriptionIds" in searchProblem ? `/${searchProblem.error.kind}` : "")
    );
  }
  return "account" in searchProblem ? searchProblem.account.id : "";
}

const ATTENTION = "attention";
const ATTENTION_KINDS: ReadonlySet<TreeNode["kind"]> = new Set(["attention", "watchRule", "hit", "moreHits"]);

export function attentionNode(): AttentionNode {
  return { kind: "attention", id: ATTENTION };
}

/** Tells rules apart that say the same. */
export function ruleRowKey({ index, key }: Pick<RuleState, "index" | "key">): string {
  return `${index}/${key}`;
}

export function watchRuleNode(ruleKey: string): WatchRuleNode {
  return { kind: "watchRule", id: `${ATTENTION}/${ruleKey}`, ruleKey };
}

/** The row of a hit: that of a session, if it is one. */
export function hitNode(ruleKey: string, { key, hostKey, subject }: Hit): HitNode | SessionNode {
  const sessionKey = "sessionKey" in subject ? subject.sessionKey : undefined;
  return sessionKey === undefined
    ? hitRowNode({ ruleKey, hitKey: key })
    : { ...sessionNode(hostKey, sessionKey), id: hitId({ ruleKey, hitKey: key }), hit: { ruleKey, hitKey: key } };
}

export function hitRowNode({ ruleKey, hitKey }: HitReference): HitNode {
  return { kind: "hit", id: hitId({ ruleKey, hitKey }), ruleKey, hitKey };
}

function hitId({ ruleKey, hitKey }: HitReference): string {
  return `${watchRuleNode(ruleKey).id}/hits/${hitKey}`;
}

export function moreHitsNode(ruleKey: string): MoreHitsNode {
  return { kind: "moreHits", id: `${watchRuleNode(ruleKey).id}/more`, ruleKey };
}

/** Whether a row shows what watch rules have found. */
export function isAttention(node: TreeNode): boolean {
  return node.kind === "session" ? node.hit !== undefined : ATTENTION_KINDS.has(node.kind);
}
