import { strict as assert } from "node:assert";
import { linkTime } from "../../../../src/core/links/linkTime.ts";

describe("The time of a shareable link", () => {
  for (const [text, time] of [
    ["2024-07-23T16:07:52.6952576Z", "2024-07-23T16:07:52.000Z"],
    ["07/23/2024 16:07:52", "2024-07-23T16:07:52.000Z"],
    [" 7/3/2024 6:07:52 ", "2024-07-03T06:07:52.000Z"],
  ] as const) {
    it(`is read from ${JSON.stringify(text)}`, () => assert.equal(linkTime(text)?.toISOString(), time));
  }

  for (const text of ["", "soon", "23/07/2024 16:07:52", "07/23/2024 25:07:52", "01/01/0001 00:00:00", "07/23/2024"]) {
    it(`isn't read from ${JSON.stringify(text)}`, () => assert.equal(linkTime(text), undefined));
  }
});
