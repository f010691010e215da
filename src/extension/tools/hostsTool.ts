import { byName } from "../../core/model/order.ts";
import { present } from "../../core/text/json.ts";
import type { App } from "../commands/app.ts";
import { firstOf, wrongInput, type ToolAnswer } from "./toolAnswer.ts";
import { inputObject } from "./toolInput.ts";
import { missingHosts, whyNotReady } from "./toolReadiness.ts";

const LONGEST_NAME = 200;

/** The hosts that the user's accounts see, and how many sessions each had when it was last listed. Lists no sessions. */
export async function listHosts(app: App, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const { name = "" } = inputObject(input) ?? { name: 0 };
  if (typeof name !== "string" || name.length > LONGEST_NAME) {
    return wrongInput("name must be a part of the host's name, as a text; leave it out for all hosts.");
  }
  const notReady = await whyNotReady(app, signal);
  if (notReady) {
    return notReady;
  }
  const { inventory } = app;
  const found = [...inventory.hosts]
    .filter(({ host }) => host.name.toLowerCase().includes(name.trim().toLowerCase()))
    .sort((a, b) => byName(a.host.name, b.host.name, a.host.key, b.host.key));
  const { first, more } = firstOf(found);
  const incomplete = missingHosts(app);
  return {
    outcome: "ok",
    asOf: app.clock.wall().toISOString(),
    isComplete: incomplete.length === 0,
    more,
    data: {
      hosts: first.map(({ host, list, problem }) => ({
        hostId: host.id,
        host: inventory.names.host(host),
        subscription: inventory.names.subscription(host.subscriptionId),
        resourceGroup: host.resourceGroup,
        ...present({ location: host.location, sku: host.sku }),
        // Known from before: this tool lists no sessions.
        ...(list && !problem && { sessions: list.sessions.length, sessionsAsOf: list.receivedAtWall.toISOString() }),
      })),
      incomplete: firstOf(incomplete).first,
    },
  };
}
