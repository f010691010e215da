import type { SearchProblem } from "../../core/inventory/directoryState.ts";
import { identityKey } from "../../core/model/identity.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { HostedSession } from "../../core/inventory/hostState.ts";
import { whoIs } from "../../core/inventory/people/sessionPeople.ts";
import { targetKey } from "../../core/model/session/target.ts";
import { userGroup } from "../../core/model/session/userName.ts";
import { personKey } from "../../core/model/session/who.ts";

/** A row of the tree: what it stands for, not what it shows. Its id is unique, and the same after every refresh. */
export type TreeNode = SubscriptionNode | GroupNode | HostNode | SessionNode | HostNoteNode | SearchProblemNode;

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
