/**
 * Workloads: what users of a stack do, as programs that run under the deterministic scheduler or on
 * real threads, and that judge their own results. What may enter: hosts, links and the users on
 * them. How an adversary disturbs them does not, nor how traces are judged.
 */
package netmp.workload;
