/**
 * npm run soak -- --watch --minutes N [--seed S]
 *
 * Two windows that watch a simulated Azure whose logs, counts and lists have faults, while users come and go, windows are
 * restarted, and one takes the lead from the other. Hours pass in seconds. Ends with figures, and with an error where an event
 * wasn't told, was told twice, or never happened.
 */
import { parseArgs } from "node:util";
import { toldOnce } from "../support/watch/toldOnce.ts";
import { inWords, measure } from "./figures.ts";

/** Steps of one round, some minutes each: about eight hours, and more until all is settled. */
const STEPS = 100;

const { values } = parseArgs({
  options: {
    watch: { type: "boolean" },
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
  },
});
const [minutes, first] = [Number(values.minutes), Number(values.seed)];
if (!(minutes > 0) || !Number.isInteger(first)) {
  throw new Error("npm run soak -- --watch --minutes N [--seed S]");
}

const sums: Record<string, number> = { rounds: 0 };
const wrong: string[] = [];
const started = performance.now();
const before = measure();
for (let seed = first; performance.now() - started < minutes * 60_000; seed++) {
  const { lost, twice, invented, ...figures } = await toldOnce(seed, STEPS, true);
  const mistakes = Object.entries({ lost, twice, invented });
  const counts = [...Object.entries(figures), ...mistakes.map(([what, events]) => [what, events.length] as const)];
  counts.forEach(([name, count]) => (sums[name] = (sums[name] ?? 0) + count));
  sums["rounds"] = (sums["rounds"] ?? 0) + 1;
  wrong.push(...mistakes.flatMap(([what, events]) => events.map((event) => `seed ${seed}: ${what}: ${event}`)));
  console.log(`  seed ${seed}: ${figures.planted} events, ${figures.faulty} faulty answers, ${inWords(measure())}`);
}
const memory = { "memory at start": inWords(before), "memory at end": inWords(measure()) };
for (const [name, value] of Object.entries({ ...sums, ...memory })) {
  console.log(`${name.padEnd(38)} ${value}`);
}
wrong.slice(0, 20).forEach((text) => console.error(text));
process.exitCode = wrong.length === 0 ? 0 : 1;
