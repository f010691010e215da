/** Hits about failed sign-ins: many from one address to one host in a short time. */
import type { FailedSignIn } from "../../model/session/connection.ts";
import { present } from "../../text/json.ts";
import { KEPT_MS, type WatchFacts, type HostFacts } from "./watchFacts.ts";
import { hitKey, type Hit } from "../hit.ts";
import { matchesClient } from "./ruleScope.ts";
import type { Trigger, WatchRule } from "../watchRule.ts";

type FailureTrigger = Extract<Trigger, { readonly kind: "failedSignIns" }>;

/** More user names than these help no reader. */
const MOST_NAMES = 10;
/** More parts than these aren't needed to know a burst again. */
const MOST_PARTS = 100;
/** Of a longer burst so many of its first and of its last are parts: it is known again by the one or the other. */
const EDGE_PARTS = MOST_PARTS / 2;

type Timed = FailedSignIn & { readonly time: number };

/** A burst is one hit, from its first failed sign-in to the last that belongs to it. */
export function failureHits(
  rule: WatchRule & { readonly trigger: FailureTrigger },
  host: HostFacts,
  facts: WatchFacts,
): readonly Hit[] {
  const since = facts.now.wall.getTime() - KEPT_MS;
  const failures = (host.log?.failures ?? []).filter(
    (failure): failure is Timed =>
      failure.time !== undefined && failure.time >= since && matchesClient(rule, host, failure),
  );
  const byAddress = Map.groupBy(failures, ({ clientAddress = "" }) => clientAddress.toLowerCase());
  return [...byAddress.values()].flatMap((own) => burstsOf(own, rule.trigger).map((burst) => hitOf(burst, rule, host)));
}

/** The longest runs in which each failed sign-in is one of so many within the time. */
function burstsOf(failures: readonly Timed[], { count, withinMinutes }: FailureTrigger): readonly (readonly Timed[])[] {
  const sorted = failures.toSorted((a, b) => a.time - b.time);
  const bursts: Timed[][] = [];
  let last = -1;
  for (let end = count - 1; end < sorted.length; end++) {
    const begin = end - count + 1;
    const [first, final] = [sorted[begin], sorted[end]];
    if (first && final && final.time - first.time <= withinMinutes * 60_000) {
      const burst = begin <= last ? bursts.at(-1) : undefined;
      if (burst) {
        burst.push(...sorted.slice(last + 1, end + 1));
      } else {
        bursts.push(sorted.slice(begin, end + 1));
      }
      last = end;
    }
  }
  return bursts;
}

function hitOf(burst: readonly Timed[], rule: WatchRule, { state }: HostFacts): Hit {
  const hostKey = state.host.key;
  const times = burst.map(({ time }) => time);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const names = [...new Set(burst.flatMap(({ userName }) => userName ?? []))];
  const edges = burst.length > MOST_PARTS ? [...burst.slice(0, EDGE_PARTS), ...burst.slice(-EDGE_PARTS)] : burst;
  const parts = edges.map(({ key }) => hitKey(rule, hostKey, `failure:${key}`));
  return {
    key: parts[0] ?? "",
    parts,
    hostKey,
    subject: {
      kind: "failures",
      userNames: names.slice(0, MOST_NAMES),
      count: burst.length,
      from,
      to,
      ...present({ address: burst[0]?.clientAddress }),
    },
    at: from,
  };
}
