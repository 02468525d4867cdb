/**
 * Traces: what the probes of a run reported, as lines of JSON ({@code docs/trace-format.md}). What
 * may enter: how events are recorded on real threads, and how they are written. Reading and judging
 * traces does not.
 */
package netmp.trace;
