/**
 * Measures how often the audit log names the wrong person in random worlds, and prints a table. Not a test; run it by hand
 * after changing the rules of core/history/attribution.ts: `node test/support/history/attributionRates.ts [worlds]`.
 *
 * Doubts are listed as well: how often their candidate would have been wrong shows what each rule is worth.
 */
import { attributeSessions } from "../../../src/core/history/attribution.ts";
import { foldRecords } from "../../../src/core/history/fold.ts";
import type { Attribution } from "../../../src/core/model/session/connection.ts";
import { auditWorld, HARSH, OFFICE, type AuditWorldOptions } from "./auditWorld.ts";

interface Rate {
  readonly sessions: number;
  readonly wrong: number;
}

function ratesIn(options: AuditWorldOptions, worlds: number): ReadonlyMap<string, Rate> {
  const rates = new Map<string, Rate>();
  for (let seed = 0; seed < worlds; seed++) {
    const { hosts, records, live, now, from } = auditWorld(seed, options);
    const folded = foldRecords(records);
    const log = { state: "read", from, to: now, readAt: now } as const;
    for (const hostKey of hosts) {
      const sessions = live.get(hostKey) ?? [];
      const said = attributeSessions({ hostKey, sessions, ...folded, listedAt: now, log });
      for (const { key, person } of sessions) {
        const one = said.get(key);
        if (one) {
          const outcome = outcomeOf(one);
          const { sessions: count, wrong } = rates.get(outcome) ?? { sessions: 0, wrong: 0 };
          const isWrong = one.confidence !== "none" && one.candidates[0].person !== person;
          rates.set(outcome, { sessions: count + 1, wrong: wrong + Number(isWrong) });
        }
      }
    }
  }
  return rates;
}

function outcomeOf(attribution: Attribution): string {
  if (attribution.confidence === "none") {
    return `none: ${attribution.blank}`;
  }
  const { confidence, doubt } = attribution;
  return doubt === undefined ? confidence : `${confidence}: ${doubt}`;
}

const worlds = Number(process.argv[2] ?? 1_000);
for (const [name, options] of Object.entries({ HARSH, OFFICE })) {
  for (const ids of ["same", "others", "none"] as const) {
    console.log(`\n${name}, IDs: ${ids}, ${worlds} worlds\n\n| outcome | sessions | wrong | |\n|---|---:|---:|---:|`);
    for (const [outcome, { sessions, wrong }] of [...ratesIn({ ...options, ids }, worlds)].sort()) {
      console.log(`| ${outcome} | ${sessions} | ${wrong} | ${((100 * wrong) / sessions).toFixed(3)} % |`);
    }
  }
}
