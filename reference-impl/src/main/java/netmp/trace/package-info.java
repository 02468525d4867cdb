/**
 * Traces: what the probes of a run reported, as lines of JSON ({@code docs/trace-format.md}). What
 * may enter: how events are recorded and written, under the deterministic scheduler and on real
 * threads. Reading and judging traces does not.
 */
package netmp.trace;
