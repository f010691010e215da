import { byName } from "../model/order.ts";
import { present } from "../text/json.ts";
import type { AnswerSource } from "./missingParts.ts";
import { firstOf, wrongInput, type ToolAnswer } from "./toolAnswer.ts";
import { inputObject } from "./toolInput.ts";

const LONGEST_NAME = 200;

/** A part of a host's name, or why the input has none. Left out: all hosts. */
export function readHostName(input: unknown): string | ToolAnswer {
  const { name = "" } = inputObject(input) ?? { name: 0 };
  return typeof name === "string" && name.length <= LONGEST_NAME
    ? name.trim().toLowerCase()
    : wrongInput("name must be a part of the host's name, as a text; leave it out for all hosts.");
}

/** The hosts that the user's accounts see, and how many sessions each had when it was last listed. */
export function hostsAnswer({ inventory, clock, missingHosts }: AnswerSource, name: string): ToolAnswer {
  const found = [...inventory.hosts]
    .filter(({ host }) => host.name.toLowerCase().includes(name))
    .sort((a, b) => byName(a.host.name, b.host.name, a.host.key, b.host.key));
  const { first, more } = firstOf(found);
  return {
    outcome: "ok",
    asOf: clock.wall().toISOString(),
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
        ...(list && !problem && { sessions: list.sessions.length, sessionsAsOf: list.receivedAtWall.toISOString() }),
      })),
      incomplete: firstOf(missingHosts).first,
    },
  };
}
