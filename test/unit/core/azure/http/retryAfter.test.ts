import { strict as assert } from "node:assert";
import { retryAfterMs } from "../../../../../src/core/azure/http/retryAfter.ts";

describe("Retry-After", () => {
  const now = Date.UTC(2026, 0, 1);
  const at = (ms: number): string => new Date(now + ms).toUTCString();
  const rows: readonly (readonly [string, Readonly<Record<string, string>>, number | undefined])[] = [
    ["seconds", { "retry-after": "17" }, 17_000],
    ["seconds with a fraction", { "retry-after": " 0.5 " }, 500],
    ["a date, by this clock", { "retry-after": at(9_000) }, 9_000],
    ["a date, by the answer's own clock, a day ahead", { "retry-after": at(86_409_000), date: at(86_400_000) }, 9_000],
    ["a date that has passed", { "retry-after": at(-1_000) }, 0],
    ["nothing", {}, undefined],
    ["nonsense", { "retry-after": "soon" }, undefined],
    ["a negative number", { "retry-after": "-5" }, undefined],
    ["the graph's quota", { "x-ms-user-quota-resets-after": "00:01:05" }, 65_000],
    ["both", { "retry-after": "2", "x-ms-user-quota-resets-after": "00:01:05" }, 2_000],
  ];
  for (const [name, headers, expected] of rows) {
    it(name, () => assert.equal(retryAfterMs({ get: (key) => headers[key] }, now), expected));
  }
});
