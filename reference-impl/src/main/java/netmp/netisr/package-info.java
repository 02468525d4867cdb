/**
 * The protocol thread of a CPU: its turns, its timers, and what it polls. Into this room comes the
 * order in which things are done on a CPU; no protocol.
 */
package netmp.netisr;
