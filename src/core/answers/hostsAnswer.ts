import type { SessionList } from "../inventory/hostState.ts";
import { byName } from "../model/order.ts";
import { present } from "../text/json.ts";
import { incompleteData, type AnswerSource } from "./missingParts.ts";
import { firstOf, wrongInput, type ToolAnswer } from "./toolAnswer.ts";
import { inputObject, unknownProperty } from "./toolInput.ts";

const LONGEST_NAME = 200;

/** A part of a host's name, or why the input has none. Left out: all hosts. */
export function readHostName(input: unknown): string | ToolAnswer {
  const { name = "" } = inputObject(input) ?? { name: 0 };
  const unknown = unknownProperty(input, ["name"]);
  if (unknown) {
    return unknown;
  }
  return typeof name === "string" && name.length <= LONGEST_NAME
    ? name.trim().toLowerCase()
    : wrongInput("name must be a part of the host's name, as a text; leave it out for all hosts.");
}

/** The hosts that the user's accounts see, and how many sessions each had when it was last listed. */
export function hostsAnswer({ inventory, missingHosts, searchedAt, limits }: AnswerSource, name: string): ToolAnswer {
  const found = [...inventory.hosts]
    .filter(({ host }) => host.name.toLowerCase().includes(name))
    .sort((a, b) => byName(a.host.name, b.host.name, a.host.key, b.host.key));
  const { first, more } = firstOf(found);
  return {
    outcome: "ok",
    ...present({ note: limits, asOf: searchedAt?.toISOString() }),
    isComplete: missingHosts.length === 0,
    more,
    data: {
      hosts: first.map(({ host, list, problem }) => ({
        hostId: host.id,
        host: inventory.names.host(host),
        subscription: inventory.names.subscription(host.subscriptionId),
        resourceGroup: host.resourceGroup,
        ...present({ location: host.location, sku: host.sku }),
        // Known from before: this lists no sessions.
        ...(list && !problem && { ...countOf(list), sessionsAsOf: list.receivedAtWall.toISOString() }),
      })),
      ...incompleteData(missingHosts),
    },
  };
}

/** A list that couldn't be read completely has at least so many. */
function countOf({ sessions, unreadable }: SessionList): Readonly<Record<string, number>> {
  return unreadable > 0 ? { sessionsAtLeast: sessions.length } : { sessions: sessions.length };
}
