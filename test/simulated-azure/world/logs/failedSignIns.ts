import type { FailedSignIn } from "./auditRows.ts";
import type { FailedSignInSpec, SimulatedPerson } from "./logTypes.ts";
import { inventSession } from "../names.ts";
import { clientOf } from "./people.ts";
import { SeededRandom } from "../random.ts";
import { targetOf } from "../targets.ts";
import type { SimulatedHost } from "../worldTypes.ts";

const SECOND = 1000;

/** The sign-ins that a spec stands for; `now` is when it was given. */
export function failedSignIns(
  host: SimulatedHost,
  spec: FailedSignInSpec,
  now: number,
  people: readonly SimulatedPerson[],
): readonly FailedSignIn[] {
  const { count = 1, everySeconds = 3, minutesAgo = 0 } = spec;
  const first = now - minutesAgo * 60 * SECOND;
  const invented = inventSession(SeededRandom.of(`failed ${host.key} ${first}`), "full");
  const names = typeof spec.userName === "string" ? [spec.userName] : spec.userName;
  const target = targetOf(host, {
    targetHostName: spec.targetHostName ?? invented.targetHostName,
    targetIpAddress: spec.targetIpAddress ?? invented.targetIpAddress,
  });
  const client = clientOf(people, { sessionId: invented.sessionId, userName: names?.[0] ?? invented.userName }, spec);
  return Array.from({ length: count }, (_, index) => ({
    ...target,
    id: SeededRandom.of(`failed ${host.key} ${first} ${client.clientAddress} ${index}`).guid(),
    at: first + index * everySeconds * SECOND,
    userName: names?.[index % names.length] ?? invented.userName,
    protocol: spec.protocol ?? invented.protocol,
    client,
    isDisconnected: spec.isDisconnected ?? false,
  }));
}
