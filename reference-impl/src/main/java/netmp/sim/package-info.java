/**
 * The deterministic execution: all threads of any number of stacks on one carrier, one virtual
 * clock, every probe a possible switch, everything repeatable from the choices made. What may
 * enter: scheduling, virtual time, how a run ended, and what its probes report. It explores
 * sequentially consistent interleavings only; what weaker memory adds is for other tools.
 */
package netmp.sim;
