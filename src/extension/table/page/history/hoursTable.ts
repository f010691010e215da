import { element } from "../dom.ts";
import type { TextFormatter } from "../texts.ts";

/** Shades of a cell, see styles/pictures.css: the policy of the page allows no styles of a cell's own. */
const SHADES = 5;

/** How many connections began on which weekday in which hour: a table whose cells are the darker the more they hold. */
export function hoursTable(counts: readonly (readonly number[])[], texts: TextFormatter): readonly HTMLElement[] {
  const most = Math.max(1, ...counts.flat());
  const hours = counts[0]?.map((_count, hour) => String(hour)) ?? [];
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, texts.format("history.weekday")),
    ...hours.map((hour) => element("th", { scope: "col" }, hour)),
  );
  const rows = counts.map((ofDay, day) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, texts.weekday(day)),
      ...ofDay.map((count) =>
        element(
          "td",
          { "data-shade": String(Math.ceil((count / most) * SHADES)) },
          count === 0 ? "" : texts.number(count),
        ),
      ),
    ),
  );
  const table = element(
    "table",
    {},
    element("caption", { class: "spoken" }, texts.format("history.hours")),
    element("thead", {}, head),
    element("tbody", {}, ...rows),
  );
  const scroller = element("div", {
    class: "scroller",
    tabindex: "0",
    role: "region",
    "aria-label": texts.format("history.hours"),
  });
  scroller.append(table);
  return [scroller, element("p", { class: "hint" }, summary(counts, most, texts))];
}

function summary(counts: readonly (readonly number[])[], most: number, texts: TextFormatter): string {
  const day = counts.findIndex((ofDay) => ofDay.includes(most));
  const hour = counts[day]?.indexOf(most);
  return hour === undefined
    ? ""
    : texts.format(
        "history.hoursText",
        texts.weekday(day),
        `${String(hour).padStart(2, "0")}:00`,
        texts.connections(most),
      );
}
