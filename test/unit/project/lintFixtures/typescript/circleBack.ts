import type { Circle } from "./circle.ts"; // no-cycle

export interface Back {
  readonly circle: Circle;
}
