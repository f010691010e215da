import type { Back } from "./circleBack.ts"; // no-cycle

export interface Circle {
  readonly back: Back;
}
