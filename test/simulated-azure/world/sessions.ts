import { inventSession } from "./names.ts";
import { clientOf } from "./logs/people.ts";
import type { SimulatedPerson } from "./logs/logTypes.ts";
import type { SeededRandom } from "./random.ts";
import { targetOf } from "./targets.ts";
import type { SessionSpec, SimulatedHost, SimulatedSession } from "./worldTypes.ts";

const DEVELOPER_OR_BASIC = new Set(["Developer", "Basic"]);

/** A session as a spec describes it, with whatever is left out made up. */
export function inventSessionOf(
  host: SimulatedHost,
  spec: SessionSpec,
  now: number,
  random: SeededRandom,
  people: readonly SimulatedPerson[],
): SimulatedSession {
  const invented = inventSession(random, DEVELOPER_OR_BASIC.has(host.sku) ? "basic" : "full");
  const target = targetOf(
    host,
    {
      targetHostName: spec.targetHostName ?? invented.targetHostName,
      targetIpAddress: spec.targetIpAddress ?? invented.targetIpAddress,
    },
    spec.byAddress,
  );
  const sessionId = spec.sessionId ?? invented.sessionId;
  const userName = spec.userName ?? invented.userName;
  return {
    sessionId,
    hostKey: host.key,
    userName,
    protocol: spec.protocol ?? invented.protocol,
    startedAt: now - (spec.ageMinutes ?? invented.ageMinutes) * 60_000,
    ...target,
    targetResourceGroup: host.resourceGroup,
    targetSubscriptionId: host.subscriptionId,
    omit: spec.omit ?? [],
    wire: spec.wire ?? {},
    ...(spec.undisconnectable !== undefined && { undisconnectable: spec.undisconnectable }),
    ghost: spec.ghost ?? false,
    message: spec.message ?? "shown",
    unfindable: spec.unfindable ?? false,
    reconnects: spec.reconnects ?? false,
    client: clientOf(people, { sessionId, userName }, spec),
    log: spec.log ?? {},
  };
}
