/** Hits about sessions that last long. */
import type { WatchFacts, HostFacts } from "./watchFacts.ts";
import { hitKey, type Hit } from "../hit.ts";
import { matchesSession } from "./ruleScope.ts";
import type { Trigger, WatchRule } from "../watchRule.ts";

type LengthTrigger = Extract<Trigger, { readonly kind: "longerThan" }>;

/**
 * Sessions that had lasted longer when they were listed. One that only would have by now may have ended: a list is asked for
 * first, see listPlan.ts.
 */
export function longSessionHits(
  rule: WatchRule & { readonly trigger: LengthTrigger },
  host: HostFacts,
  facts: WatchFacts,
): readonly Hit[] {
  const { state } = host;
  const { list } = state;
  return (list?.sessions ?? []).flatMap((one): readonly Hit[] => {
    const { durationMinutes = 0 } = one.session;
    return list && durationMinutes >= rule.trigger.minutes && matchesSession(rule, host, one, facts.now)
      ? [
          {
            key: hitKey(rule, state.host.key, `session:${one.key}`),
            hostKey: state.host.key,
            subject: { kind: "session", sessionKey: one.key },
            at: list.receivedAtWall.getTime() - durationMinutes * 60_000,
          },
        ]
      : [];
  });
}
