import { filterTerm } from "../../core/model/session/filterTerm.ts";
import type { Hit } from "../../core/watch/hit.ts";
import type { Known } from "../tree/attention/hitTexts.ts";

/** The history's filter for what hits have in common: a person, an address or a host; `undefined` if nothing. */
export function hitsFilter(hits: readonly Hit[], known: Known): string | undefined {
  return (
    filterTerm("person", common(hits.map(personOf))) ??
    filterTerm("from", common(hits.map(addressOf))) ??
    filterTerm("host", common(hits.map(({ hostKey }) => hostOf(hostKey, known))))
  );
}

/** Whether a hit is only to be found in the history: a connection that has ended. */
export function isPast({ subject }: Hit): boolean {
  return subject.kind === "connection" && subject.sessionKey === undefined && subject.connection.hasEnded;
}

function personOf({ subject }: Hit): string | undefined {
  return subject.kind === "connection" ? subject.connection.person : undefined;
}

function addressOf({ subject }: Hit): string | undefined {
  switch (subject.kind) {
    case "connection":
      return subject.connection.clientAddress;
    case "failures":
      return subject.address;
    default:
      return undefined;
  }
}

function hostOf(hostKey: Hit["hostKey"], known: Known): string | undefined {
  const state = known.host(hostKey);
  return state && known.names.host(state.host);
}

function common(values: readonly (string | undefined)[]): string | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}
