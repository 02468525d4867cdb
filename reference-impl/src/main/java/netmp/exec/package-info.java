/**
 * Where the stack's threads run and what its clock says. What may enter: threads, parking, locks
 * for the user side, and time. The stack takes all of these from an {@link netmp.exec.Execution},
 * so that the same code runs on real threads and under the deterministic scheduler of {@code
 * netmp.sim}.
 */
package netmp.exec;
