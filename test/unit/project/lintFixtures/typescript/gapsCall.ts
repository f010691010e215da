import type { Shape } from "./other.ts";

declare const holder: { readonly part?: { readonly shape: Shape; check(): boolean } };
declare function take(given: boolean): void;

take(Date.now() === 1 || !holder.part || !holder.part.check()); // prefer-optional-chain
