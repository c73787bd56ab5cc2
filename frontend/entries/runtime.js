// Dash's renderer and components need only this much of a polyfill: the global `regeneratorRuntime`.
import "regenerator-runtime/runtime.js";
