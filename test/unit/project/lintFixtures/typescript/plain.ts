import { call, value } from "./other.ts";
import { other } from "./other.ts"; // no-duplicates
import { Shape } from "./other.ts"; // consistent-type-imports

// @ts-ignore // ban-ts-comment
export const ignored: number = "a";
/* tslint:disable */ // ban-tslint-comment
var old = 1; // no-var
let constant = 1; // prefer-const
call(old, constant, other);
export function rest(): unknown {
  return arguments; // prefer-rest-params
}
call.apply(undefined, value); // prefer-spread
export const made = new Array(1, 2); // no-array-constructor
export enum Doubled {
  A = 1,
  B = 1, // no-duplicate-enum-values
  C = call.length, // prefer-literal-enum-member
}
delete value[call.name]; // no-dynamic-delete
export type Empty = {}; // no-empty-object-type
export const any: any = 1; // no-explicit-any
export const twice = value!!.a; // no-extra-non-null-assertion, no-non-null-assertion
export class Only { // no-extraneous-class
  static a = 1;
}
export const voided: void | string = "a"; // no-invalid-void-type
export interface Constructed {
  new (): Constructed; // no-misused-new
}
export namespace Inner { // no-namespace
  export const a = 1;
}
module Older {} // prefer-namespace-keyword
export const nullish = value.a! ?? 1; // no-non-null-asserted-nullish-coalescing
export const chain = value?.a!; // no-non-null-asserted-optional-chain
import required = require("./other.ts"); // no-require-imports
export class Alias {
  run(): unknown {
    const self = this; // no-this-alias
    return required(self);
  }
}
export function constrained<T extends unknown>(given: T, more: T): T { // no-unnecessary-type-constraint
  return given ?? more;
}
export interface Merged {
  a: number;
}
export class Merged {} // no-unsafe-declaration-merging
export const callable: Function = call; // no-unsafe-function-type
value.a; // no-unused-expressions
const unused = 1; // no-unused-vars
export class Base {
  constructor() {} // no-useless-constructor, no-empty-function
}
export const wrapper: String = "a"; // no-wrapper-object-types
export const asConst = "a" as "a"; // prefer-as-const
export interface Overloads {
  a(): void;
  b(): void;
  a(given: number): void; // adjacent-overload-signatures
  c(given: number): void;
  c(given: string): void; // unified-signatures
}
export const array: Array<number> = []; // array-type
export class Literal {
  get name() { // class-literal-property-style
    return "a";
  }
}
export const map: Map<string, number> = new Map(); // consistent-generic-constructors
export interface Indexed { // consistent-indexed-object-style
  [key: string]: number;
}
export const asserted = <Shape>value; // consistent-type-assertions
export type Defined = { a: number }; // consistent-type-definitions
export const confusing = value! == 1; // no-confusing-non-null-assertion
export const inferrable: number = 1; // no-inferrable-types
for (let i = 0; i < value.length; i++) { // prefer-for-of
  call(value[i]);
}
export interface Callable { // prefer-function-type
  (): void;
}
export function untyped(given) { // explicit-module-boundary-types
  return given;
}
