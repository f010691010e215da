import { NARROWEST, WIDEST, type ColumnId, type ViewState } from "../../protocol.ts";

/** Pixels that each column has until the user makes it another. */
const WIDTHS: Readonly<Record<ColumnId, number>> = {
  user: 190,
  vm: 150,
  host: 170,
  protocol: 80,
  started: 170,
  duration: 100,
  ip: 110,
  resourceGroup: 150,
  subscription: 150,
  state: 130,
  sku: 90,
  location: 120,
};

/** The columns on screen, in their order. */
export function shownColumns({ order, hidden }: ViewState): readonly ColumnId[] {
  const shown = order.filter((column) => !hidden.includes(column));
  // Without any column there would be no rows to see.
  return shown.length > 0 ? shown : order.slice(0, 1);
}

export function widthOf({ widths }: ViewState, column: ColumnId): number {
  return widths[column] ?? WIDTHS[column];
}

export function withWidth(view: ViewState, column: ColumnId, width: number): ViewState {
  return { ...view, widths: { ...view.widths, [column]: Math.round(Math.max(NARROWEST, Math.min(width, WIDEST))) } };
}

/** A column moved among those on screen: by -1 or 1 places. */
export function moved(view: ViewState, column: ColumnId, by: number): ViewState {
  const shown = shownColumns(view);
  const target = shown[shown.indexOf(column) + by];
  return target === undefined ? view : movedTo(view, column, target);
}

/** A column moved to the place of another. */
export function movedTo(view: ViewState, column: ColumnId, target: ColumnId): ViewState {
  const place = view.order.indexOf(target);
  const order = view.order.filter((id) => id !== column);
  return column === target ? view : { ...view, order: [...order.slice(0, place), column, ...order.slice(place)] };
}

export function toggled(view: ViewState, column: ColumnId): ViewState {
  const isHidden = view.hidden.includes(column);
  const hidden = isHidden ? view.hidden.filter((id) => id !== column) : [...view.hidden, column];
  return hidden.length === view.order.length ? view : { ...view, hidden };
}

/** Sorted by a column; the other way round where it is already. */
export function sortedBy(view: ViewState, column: ColumnId): ViewState {
  const isSame = view.sort.column === column;
  // Of durations, people look for the longest first.
  return { ...view, sort: { column, descending: isSame ? !view.sort.descending : column === "duration" } };
}
