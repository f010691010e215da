/** When two states of a host look the same, so that the newer one needs no update. */
import type { AzureError } from "../azure/http/azureError.ts";
import { isSameSession } from "../model/session/session.ts";
import { isStillTrue } from "./freshness.ts";
import { attributionsOf } from "./people/sessionPeople.ts";
import { receivedMoment, type HostState, type SessionState } from "./hostState.ts";

/** Whether nothing that a row shows differs. Ages go on by themselves, so a newer answer that says the same is the same. */
export function looksSame(a: HostState, b: HostState): boolean {
  return (
    a.host === b.host &&
    a.identities === b.identities &&
    a.remembered === b.remembered &&
    isFirstListing(a) === isFirstListing(b) &&
    a.waiting?.reason === b.waiting?.reason &&
    isSameProblem(a.problem, b.problem) &&
    isSameApproximation(a, b) &&
    (a.list === undefined) === (b.list === undefined) &&
    a.list?.unreadable === b.list?.unreadable &&
    // What was old is new again.
    !(a.list && b.list && !isStillTrue({ list: a.list }, receivedMoment(b.list))) &&
    areSameRows(a.list?.sessions ?? [], b.list?.sessions ?? []) &&
    areSamePeople(a, b)
  );
}

/** That a list is being asked for is shown only while there is none. */
function isFirstListing({ listing, list }: HostState): boolean {
  return listing && list === undefined;
}

/** A host that has a list shows none. */
function isSameApproximation(a: HostState, b: HostState): boolean {
  const shown = ({ approximate, list }: HostState) =>
    JSON.stringify(list ? undefined : approximate && [approximate.count, approximate.at]);
  return a.approximate === b.approximate || shown(a) === shown(b);
}

function isSameProblem(a: AzureError | undefined, b: AzureError | undefined): boolean {
  // Every answer has a request id of its own.
  const shown = (error: AzureError | undefined) =>
    JSON.stringify(error && { ...error.facts, requestId: undefined, detail: undefined });
  return a === b || shown(a) === shown(b);
}

/** Attributions are plain data, and the same ones are objects of their own each time that the log is read. */
function areSamePeople(a: HostState, b: HostState): boolean {
  const [before, after] = [attributionsOf(a), attributionsOf(b)];
  return (
    before === after ||
    (before.size === after.size &&
      [...after].every(([key, attribution]) => JSON.stringify(attribution) === JSON.stringify(before.get(key))))
  );
}

function areSameRows(a: readonly SessionState[], b: readonly SessionState[]): boolean {
  return a === b || (a.length === b.length && a.every((state, index) => isSameRow(state, b[index])));
}

function isSameRow(a: SessionState, b: SessionState | undefined): boolean {
  return a === b || (a.key === b?.key && a.work === b.work && isSameSession(a.session, b.session));
}
